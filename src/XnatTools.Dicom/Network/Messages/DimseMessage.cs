namespace XnatTools.Dicom;

/// <summary>A command that was received; its data set, if any, is still on its way.</summary>
internal sealed class DimseMessage(byte contextId, DicomDataset command)
{
    public byte ContextId { get; } = contextId;

    public DicomDataset Command { get; } = command;

    public int Field { get; } = command.GetInt32(DicomTags.CommandField) ?? 0;

    public bool HasDataset { get; } = DimseCommand.HasDataset(command);

    /// <summary>Its data set, where it was received before its turn.</summary>
    public byte[]? Dataset { get; set; }

    /// <summary>C-CANCEL came before its turn.</summary>
    public bool IsCancelled { get; set; }

    public bool IsResponse => (Field & DimseCommand.Response) != 0;

    public ushort MessageId => (ushort)(Command.GetInt32(DicomTags.MessageId) ?? 0);

    public ushort RespondedTo => (ushort)(Command.GetInt32(DicomTags.MessageIdBeingRespondedTo) ?? 0);

    public DicomStatus Status => new(Command.GetInt32(DicomTags.Status) ?? 0xC000);
}

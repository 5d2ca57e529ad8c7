using System.Globalization;

namespace XnatTools.Dicom;

/// <summary>Command sets (PS3.7 9.3 and annex E).</summary>
internal static class DimseCommand
{
    public const int StoreRequest = 0x0001;
    public const int GetRequest = 0x0010;
    public const int FindRequest = 0x0020;
    public const int MoveRequest = 0x0021;
    public const int EchoRequest = 0x0030;
    public const int CancelRequest = 0x0FFF;
    public const int Response = 0x8000;
    private const int NoDataset = 0x0101;
    private const int WithDataset = 0x0000;

    public static DicomDataset Request(int field, ushort messageId, string sopClass, bool withDataset)
    {
        DicomDataset command = new();
        command.SetString(DicomTags.AffectedSopClassUid, sopClass);
        SetUInt16(command, DicomTags.CommandField, field);
        SetUInt16(command, DicomTags.MessageId, messageId);
        if (field != EchoRequest)
        {
            SetUInt16(command, DicomTags.Priority, 0);
        }

        SetUInt16(command, DicomTags.CommandDataSetType, withDataset ? WithDataset : NoDataset);
        return command;
    }

    public static DicomDataset Answer(DicomDataset request, DicomStatus status, bool withDataset)
    {
        DicomDataset command = new();
        if (request.TryGet(DicomTags.AffectedSopClassUid, out DicomElement sopClass))
        {
            command.Set(sopClass);
        }

        SetUInt16(command, DicomTags.CommandField, (request.GetInt32(DicomTags.CommandField) ?? 0) | Response);
        SetUInt16(command, DicomTags.MessageIdBeingRespondedTo, request.GetInt32(DicomTags.MessageId) ?? 0);
        SetUInt16(command, DicomTags.CommandDataSetType, withDataset ? WithDataset : NoDataset);
        SetUInt16(command, DicomTags.Status, status.Code);
        if (request.TryGet(DicomTags.AffectedSopInstanceUid, out DicomElement instance))
        {
            command.Set(instance);
        }

        return command;
    }

    public static DicomDataset Cancel(ushort messageId)
    {
        DicomDataset command = new();
        SetUInt16(command, DicomTags.CommandField, CancelRequest);
        SetUInt16(command, DicomTags.MessageIdBeingRespondedTo, messageId);
        SetUInt16(command, DicomTags.CommandDataSetType, NoDataset);
        return command;
    }

    public static bool HasDataset(DicomDataset command) => (command.GetInt32(DicomTags.CommandDataSetType) ?? NoDataset) != NoDataset;

    public static void SetUInt16(DicomDataset command, DicomTag tag, int value) =>
        command.Set(new DicomElement(tag, DicomVR.US, [(byte)value, (byte)(value >> 8)]));

    public static string Describe(int field) => field.ToString("X4", CultureInfo.InvariantCulture);
}

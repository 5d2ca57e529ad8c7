namespace XnatTools.Client;

/// <summary>What archiving may do to a session that exists already.</summary>
public enum ArchiveOverwrite
{
    /// <summary>Nothing: Conflict.</summary>
    None,

    /// <summary>Add to it, keeping its files.</summary>
    Append,

    /// <summary>Replace it.</summary>
    Delete,
}

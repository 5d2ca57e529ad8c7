namespace XnatTools.Import.Gateway;

/// <summary>What archiving may do to a session that is there already.</summary>
public enum ArchiveOverwrite
{
    /// <summary>Nothing: a session of that name is a conflict.</summary>
    None,

    /// <summary>Merge; files that are there are kept.</summary>
    Append,

    /// <summary>Merge; files of the same name are replaced.</summary>
    AppendReplacingFiles,

    /// <summary>Replace the whole session.</summary>
    Delete,
}

using System;
using XnatTools.Client;

namespace XnatTools.Import.Prearchive;

/// <summary>What happens to prearchive sessions.</summary>
public sealed class MoveOptions
{
    /// <summary>Project they shall be in; null leaves them where they are.</summary>
    public string? Project { get; init; }

    /// <summary>Subject label in the archive; null keeps the session's own.</summary>
    public string? Subject { get; init; }

    /// <summary>Session label in the archive; null keeps the session's own.</summary>
    public string? Session { get; init; }

    /// <summary>Archive after the move.</summary>
    public bool Archive { get; init; }

    /// <summary>What may happen to a session that is there already.</summary>
    public ArchiveOverwrite Overwrite { get; init; }

    /// <summary>With Append: files of the same name are replaced instead of kept.</summary>
    public bool OverwriteFiles { get; init; }

    /// <summary>Time between two looks.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one session may take, moving and archiving each. XNAT's own limit for archiving is 10 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The clock; replaced in tests.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

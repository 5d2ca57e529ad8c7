using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Import.Gateway;

/// <summary>What following and archiving need of prearchive and archive.</summary>
public interface IPrearchiveGateway
{
    /// <summary>Sessions of a project's prearchive.</summary>
    Task<IReadOnlyList<PrearchiveSession>> PrearchiveAsync(string project, CancellationToken cancellationToken);

    /// <summary>The session as it is now; null when it has gone.</summary>
    Task<PrearchiveSession?> RefreshAsync(PrearchiveSession session, CancellationToken cancellationToken);

    /// <summary>Its scans with files counted; empty while its document is not built.</summary>
    Task<IReadOnlyList<PrearchiveScan>> PrearchiveScansAsync(PrearchiveSession session, CancellationToken cancellationToken);

    /// <summary>Moves it to another project's prearchive. False when the server answered without doing it (it was locked).</summary>
    Task<bool> MoveAsync(PrearchiveSession session, string project, CancellationToken cancellationToken);

    /// <summary>Archives one session. Throws Conflict, Locked or what else the server says.</summary>
    Task<ArchiveAnswer> ArchiveAsync(PrearchiveSession session, string? subject, string? label, ArchiveOverwrite overwrite, bool overwriteFiles, CancellationToken cancellationToken);

    /// <summary>Archived image sessions of a project.</summary>
    Task<IReadOnlyList<ImageSession>> ArchivedAsync(string project, CancellationToken cancellationToken);

    /// <summary>Counts scans and files of an archived session.</summary>
    Task<SessionCount> CountArchivedAsync(ImageSession session, CancellationToken cancellationToken);
}

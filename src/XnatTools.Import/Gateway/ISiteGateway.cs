using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Import.Gateway;

/// <summary>What a check before an import needs to know of the site.</summary>
public interface ISiteGateway
{
    /// <summary>Version of the DQR plugin; null when it is not installed.</summary>
    string? DqrVersion { get; }

    /// <summary>The PACS, or null when XNAT does not know it.</summary>
    Task<XnatPacs?> FindPacsAsync(long pacsId, CancellationToken cancellationToken);

    /// <summary>The project, or null when it does not exist or may not be read.</summary>
    Task<XnatProject?> FindProjectAsync(string project, CancellationToken cancellationToken);

    /// <summary>Whether DQR may import into the project.</summary>
    Task<bool> IsDqrEnabledAsync(string project, CancellationToken cancellationToken);

    /// <summary>The receivers; null when the caller may not see them.</summary>
    Task<IReadOnlyList<XnatReceiver>?> ReceiversAsync(CancellationToken cancellationToken);

    /// <summary>The windows in which XNAT retrieves from the PACS; null when the caller may not see them.</summary>
    Task<IReadOnlyList<PacsWindow>?> WindowsAsync(long pacsId, CancellationToken cancellationToken);
}

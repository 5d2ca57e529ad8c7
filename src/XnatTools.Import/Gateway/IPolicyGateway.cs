using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Import.Gateway;

/// <summary>What XNAT will do with what arrives in a project, and what the caller may do there.</summary>
public interface IPolicyGateway
{
    /// <summary>The site's anonymisation script; null when the caller may not see it.</summary>
    Task<XnatAnonScript?> SiteScriptAsync(CancellationToken cancellationToken);

    /// <summary>The project's anonymisation script; null when the caller may not see it.</summary>
    Task<XnatAnonScript?> ProjectScriptAsync(string project, CancellationToken cancellationToken);

    /// <summary>Whether the caller may put sessions into the project; null when the server does not tell.</summary>
    Task<bool?> MayEditAsync(string project, CancellationToken cancellationToken);
}

using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;

namespace XnatTools.Sandbox;

/// <summary>
/// A part of the sandbox beside the XNAT core: it maps its own paths, and starts and stops what runs beside HTTP. Parts are
/// made by <see cref="SandboxParts"/>, mapped before the web server starts, started after it and stopped in reverse order.
/// </summary>
internal interface ISandboxPart
{
    /// <summary>Adds the part's paths. The caller is authenticated before any of them under /xapi or /data is reached.</summary>
    void Map(WebApplication app);

    Task StartAsync(CancellationToken cancellationToken);

    Task StopAsync();
}

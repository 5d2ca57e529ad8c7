using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Tests.Fakes;

/// <summary>Scripts and rights as a test wants them.</summary>
internal sealed class FakePolicy : IPolicyGateway
{
    public XnatAnonScript? Site { get; set; } = new();

    public XnatAnonScript? Project { get; set; } = new() { Project = "DEMO" };

    public bool? MayEdit { get; set; } = true;

    public static XnatAnonScript Script(string? project, bool enabled = true, string hash = "0123456789abcdef") => new() { Project = project, Enabled = enabled, Hash = hash };

    public Task<XnatAnonScript?> SiteScriptAsync(CancellationToken cancellationToken) => Task.FromResult(Site);

    public Task<XnatAnonScript?> ProjectScriptAsync(string project, CancellationToken cancellationToken) => Task.FromResult(Project);

    public Task<bool?> MayEditAsync(string project, CancellationToken cancellationToken) => Task.FromResult(MayEdit);
}

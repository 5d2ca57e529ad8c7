using XnatTools.Sandbox.Queue;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>What the plugin's endpoints work with.</summary>
internal sealed class DqrRuntime
{
    public required SandboxContext Context { get; init; }

    public required DqrStore Store { get; init; }

    public required DqrSettings Settings { get; init; }

    public required IPacsClient Pacs { get; init; }

    public required DqrChance Chance { get; init; }

    public required QueueEngine Queue { get; init; }

    public PluginGeneration Generation => Context.Options.Plugin;

    /// <summary>The registered PACS; throws the plugin's own fault when there is none.</summary>
    public SandboxPacs FindPacs(long id) => Store.Read(document => document.Pacs.Find(pacs => pacs.Id == id)?.Clone()) ?? throw new XapiException(XapiFault.UnknownPacs);

    /// <summary>The PACS for a query; 0 asks for the default one.</summary>
    public SandboxPacs FindQueryable(long id)
    {
        SandboxPacs pacs = id != 0
            ? FindPacs(id)
            : Store.Read(document => document.Pacs.Find(entry => entry.DefaultQueryRetrievePacs)?.Clone()) ?? throw new XapiException(XapiFault.UnknownPacs);
        return pacs.Queryable ? pacs : throw new XapiException(XapiFault.PacsNotQueryable);
    }
}

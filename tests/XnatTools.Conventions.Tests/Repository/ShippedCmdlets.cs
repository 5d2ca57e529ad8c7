using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;

namespace XnatTools.Conventions.Tests;

/// <summary>The cmdlets of module/bin/net8.0, read as metadata.</summary>
internal sealed class ShippedCmdlets
{
    private static readonly Lazy<ShippedCmdlets> s_all = new(() => new ShippedCmdlets());

    private ShippedCmdlets()
    {
        string[] files = [
            .. Directory.GetFiles(Repo.Path("module", "bin", "net8.0"), "*.dll"),
            .. Directory.GetFiles(Repo.EngineFolder, "*.dll"),
            .. Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll"),
        ];
        MetadataLoadContext context = new(new PathAssemblyResolver(files));
        Assembly = context.LoadFromAssemblyPath(Repo.Path("module", "bin", "net8.0", "XnatTools.Commands.dll"));
        Engine = context.LoadFromAssemblyName("System.Management.Automation");
        Cmdlets = [.. Assembly.GetTypes().Select(CmdletInfo.From).OfType<CmdletInfo>().OrderBy(c => c.Name, StringComparer.Ordinal)];
    }

    public static ShippedCmdlets All => s_all.Value;

    public Assembly Assembly { get; }

    public Assembly Engine { get; }

    public IReadOnlyList<CmdletInfo> Cmdlets { get; }
}

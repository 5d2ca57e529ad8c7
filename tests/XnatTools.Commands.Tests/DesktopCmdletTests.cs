using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.TestSupport;
using Xunit;

namespace XnatTools.Commands.Tests;

/// <summary>
/// The cmdlets in module/bin/net472, through the handler of the module loader: on Windows by .NET Framework, elsewhere under
/// Mono when it is there (which does not enforce strong-name versions; the closure test does).
/// </summary>
public sealed class DesktopCmdletTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [SkippableFact]
    public async Task The_cmdlets_shipped_for_dotnet_framework_find_studies_of_a_sheet()
    {
        Desktop.Require();
        DirectoryInfo configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!;
        string program = Path.Combine(ShippedModule.Root, "tests", "XnatTools.Desktop.Cmdlets", "bin", configuration.Name, "net472", "XnatTools.Desktop.Cmdlets.exe");
        string folder = Path.Combine(ShippedModule.Root, "module", "bin", "net472");
        string[] lines = await Desktop.RunAsync(program, folder, sandbox.Url.AbsoluteUri, "admin", "admin", Path.Combine(ShippedModule.Root, "examples", "cohort.csv"));
        int cmdlets = ShippedModule.Commands.GetTypes().Count(t => t.IsDefined(typeof(System.Management.Automation.CmdletAttribute), inherit: false));
        Assert.Equal(
            [$"cmdlets {cmdlets}", "connected 0", "projects 1", "findings 1", "studies 10", "selected 10", "disconnected 0", "deps True"],
            lines);
    }
}

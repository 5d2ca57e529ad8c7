using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Desktop;

/// <summary>Files and network as they are built for .NET Framework: on Windows by itself, elsewhere under Mono when it is there.</summary>
public sealed class DesktopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Files_are_read_edited_and_replaced()
    {
        string[] lines = await RunAsync("files");
        Assert.Equal(
            [
                "read True of 2 items, pixels 300000",
                "edited SUBJECT_01, ITEM, date True, pixels True",
                "deflated SUBJECT_01, pixels True",
                "implicit SUBJECT_01, pixels True",
                "damaged True SUBJECT_01",
                "fault CharacterSet",
                "fault ValueInvalid",
                "fault NotDicom",
                "files 4",
                "done",
            ],
            lines);
    }

    [SkippableFact]
    public async Task Echo_store_find_move_and_get_work_over_loopback()
    {
        string[] lines = await RunAsync("dicom");
        Assert.Equal(
            [
                .. Enumerable.Repeat("store 0x0000 (success)", 5),
                "echo 0x0000 (success) 3 of window 4",
                "find ACC1 True",
                "move 0x0000 (success) 5, received 5",
                "get 0x0000 (success) 5 of 5",
                "fault Rejected association request",
                "fault ConnectFailed connecting",
                "fault TimedOut C-ECHO",
                "done",
            ],
            lines);
    }

    private async Task<string[]> RunAsync(string verb)
    {
        DirectoryInfo framework = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        DirectoryInfo configuration = framework.Parent!;
        string program = Path.Combine(configuration.Parent!.Parent!.Parent!.FullName, "XnatTools.Desktop.Smoke", "bin", configuration.Name, "net472", "XnatTools.Desktop.Smoke.exe");
        (int code, string output) = OperatingSystem.IsWindows()
            ? await Tool.RunAsync(program, null, verb, _folder.Path)
            : await Tool.RunAsync("mono", null, program, verb, _folder.Path);
        Assert.True(code == 0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}

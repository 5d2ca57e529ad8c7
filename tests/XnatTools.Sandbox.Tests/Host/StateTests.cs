using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Host;

public sealed class StateTests
{
    [Fact]
    public async Task A_restart_keeps_everything_and_finishes_what_was_asked_for()
    {
        string folder = Path.Combine(Path.GetTempPath(), "xnattools-state-" + Guid.NewGuid().ToString("N"));
        try
        {
            SandboxOptions options = new() { StateFolder = folder, ClockFactor = 0, StartTime = new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero), HasDqr = false };
            await using (SandboxHost host = await SandboxHost.StartAsync(options))
            {
                PrearchiveEntry stored = await Filed.ReadyAsync(host, 0, subject: "S001", session: "A");
                host.Context.Prearchive.Archiver.Archive(stored, new(), "admin");
                PrearchiveEntry leaving = await Filed.ReadyAsync(host, 1, subject: "S001", session: "B");
                host.Context.Prearchive.RequestDelete(leaving, "admin");
            }

            await using SandboxHost again = await SandboxHost.StartAsync(options);
            SandboxSession session = Assert.Single(again.State.Sessions);
            SandboxFile file = session.Scans[0].Resources[0].Files[0];
            Assert.True(File.Exists(Path.Combine(folder, "archive", "DEMO", "arc001", "A", session.Scans[0].Resources[0].Folder, file.Name)));
            Assert.Equal("QUEUED_DELETING", Assert.Single(again.State.Prearchive).Status);
            again.Clock.Advance(TimeSpan.FromSeconds(2));
            Assert.Empty(again.State.Prearchive);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_temporary_state_is_gone_afterwards()
    {
        string folder;
        await using (SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { HasDqr = false }))
        {
            folder = host.State.Folder;
            Assert.True(Directory.Exists(folder));
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Made_studies_are_the_same_for_the_same_seed()
    {
        Assert.Equal(Demo.MadeStudies.Plan(3).Select(s => s.StudyInstanceUid), Demo.MadeStudies.Plan(3).Select(s => s.StudyInstanceUid));
        Assert.NotEqual(Demo.MadeStudies.Plan(3)[0].StudyInstanceUid, Demo.MadeStudies.Plan(4)[0].StudyInstanceUid);
        Assert.Equal(Demo.MadeStudies.Count, Filed.Studies.Count);
        Assert.Equal(Filed.Studies.Sum(s => s.InstanceCount), Enumerable.Range(0, Filed.Studies.Count).Sum(i => Filed.FilesOf(i).Length));
        Assert.Contains(Filed.Studies, s => s.PatientName.Any(c => c > 127));
        Assert.Contains(Filed.Studies.GroupBy(s => s.PatientId), g => g.Count() > 1);
        Assert.All(Filed.Studies.Where(s => s.Modality == "MR"), s => Assert.InRange(s.Series.Count, 6, 9));
        Assert.All(Filed.Studies.Where(s => s.Modality == "CT"), s => Assert.Contains(s.Series, r => r.IsReport));
    }
}

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Sandbox.Tests.Dqr;
using XnatTools.Sandbox.Tests.Pacs;
using Xunit;

namespace XnatTools.Sandbox.Tests.Peers;

/// <summary>The sandbox's own PACS, asked by clients that we did not write.</summary>
[Trait("Category", "Peer")]
public sealed class PacsClientsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xt-peer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task Echoscu_and_findscu_are_answered()
    {
        string echo = PeerProgram.Find("echoscu");
        string find = PeerProgram.Find("findscu");
        await using DqrSite site = await DqrSite.StartAsync();
        string port = $"{site.Host.PacsPort}";
        Assert.Equal(0, (await PeerProgram.RunAsync(echo, "-aec", "DEMOPACS", "127.0.0.1", port)).Code);
        Assert.NotEqual(0, (await PeerProgram.RunAsync(echo, "-aec", "OTHER", "127.0.0.1", port)).Code);
        (_, string output) = await PeerProgram.RunAsync(find, "-v", "-S", "-aec", "DEMOPACS", "127.0.0.1", port, "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID", "-k", "AccessionNumber=ACC1*", "-k", "NumberOfStudyRelatedInstances");
        Assert.Contains("[ACC1001 ]", output, StringComparison.Ordinal);
        Assert.Contains("[ACC1002 ]", output, StringComparison.Ordinal);
        Assert.DoesNotContain("ACC2001", output, StringComparison.Ordinal);
        Assert.Contains("(Success)", output, StringComparison.Ordinal);
        (_, output) = await PeerProgram.RunAsync(find, "-v", "-P", "-aec", "DEMOPACS", "127.0.0.1", port, "-k", "QueryRetrieveLevel=PAPER", "-k", "PatientID");
        Assert.DoesNotContain("(Pending)", output, StringComparison.Ordinal);
        Assert.DoesNotContain("(Success)", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Movescu_sends_to_a_known_node_and_is_refused_an_unknown_one()
    {
        string move = PeerProgram.Find("movescu");
        string receive = PeerProgram.Find("storescp");
        int store = PeerProgram.FreePort();
        await using DqrSite site = await DqrSite.StartAsync(destinations: [$"STORESCP@127.0.0.1:{store}"]);
        await using PeerProgram scp = PeerProgram.Start(receive, "-aet", "STORESCP", "-od", _folder, "--fork", $"{store}");
        await PeerProgram.ReadyAsync("STORESCP", store);
        string port = $"{site.Host.PacsPort}";
        string[] keys = ["-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=" + MadeArchive.Mr];
        (int code, string output) = await PeerProgram.RunAsync(move, ["-v", "-S", "-aec", "DEMOPACS", "-aem", "STORESCP", "127.0.0.1", port, .. keys]);
        Assert.True(code == 0, output);
        Assert.Equal(6, Directory.GetFiles(_folder).Length);
        (code, output) = await PeerProgram.RunAsync(move, ["-v", "-S", "-aec", "DEMOPACS", "-aem", "NOBODY", "127.0.0.1", port, .. keys]);
        Assert.NotEqual(0, code);
        Assert.Contains("MoveDestinationUnknown", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Getscu_retrieves_over_its_own_association()
    {
        string get = PeerProgram.Find("getscu");
        await using DqrSite site = await DqrSite.StartAsync();
        (int code, string output) = await PeerProgram.RunAsync(
            get, "-v", "-S", "-aec", "DEMOPACS", "-od", _folder, "127.0.0.1", $"{site.Host.PacsPort}", "-k", "QueryRetrieveLevel=SERIES", "-k", "StudyInstanceUID=" + MadeArchive.Mr, "-k", "SeriesInstanceUID=" + MadeArchive.Mr + ".1");
        Assert.True(code == 0, output);
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [SkippableFact]
    public async Task The_receiver_takes_what_dcmsend_sends_without_a_route()
    {
        string send = PeerProgram.Find("dcmsend");
        await using DqrSite site = await DqrSite.StartAsync();
        string source = Directory.GetFiles(Path.Combine(site.Archive.Folder, MadeArchive.Ct), "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        (int code, string output) = await PeerProgram.RunAsync(send, "-v", "-aec", "XNAT", "127.0.0.1", $"{site.ReceiverPort}", source);
        Assert.True(code == 0, output);
        PrearchiveEntry entry = site.Prearchive().Single();
        Assert.Equal(("Unassigned", "Sample_Alex"), (entry.Project, entry.Subject));
    }
}

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation.StandIn;
using System.Threading.Tasks;
using XnatTools.Commands.Tests;
using XnatTools.Dicom;
using XnatTools.Sandbox;
using Xunit;
using Xunit.Abstractions;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Direct.Tests;

/// <summary>
/// From the archives of two makers into the archive of XNAT, with the shipped cmdlets in one pipeline: found, received by either way,
/// counted, labelled, sent, archived, and every instance there with its pixel data byte for byte. 50 studies of 300 instances:
/// XNATTOOLS_CHAIN=50x300 dotnet test tests/XnatTools.Direct.Tests --filter ChainTests. Most of that time is dcmqrscp's, which looks
/// through its whole index for each object it stores; XNATTOOLS_CHAIN_ARCHIVES names a folder in which filled archives are kept.
/// </summary>
[Trait("Category", "Peer")]
public sealed class ChainTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string? s_size = Environment.GetEnvironmentVariable("XNATTOOLS_CHAIN");
    private static readonly bool s_whole = s_size is not null;
    private static readonly string? s_archives = Environment.GetEnvironmentVariable("XNATTOOLS_CHAIN_ARCHIVES");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("dcmqrscp", "Get")]
    [InlineData("dcmqrscp", "Move")]
    [InlineData("Orthanc", "Get")]
    [InlineData("Orthanc", "Move")]
    public async Task Made_studies_come_into_the_archive_whole(string peer, string method)
    {
        string[] size = (s_size ?? "2x20").Split('x');
        int studies = int.Parse(size[0], CultureInfo.InvariantCulture);
        int instances = int.Parse(size[1], CultureInfo.InvariantCulture);
        int listen = Tool.FreePort();
        string? kept = s_archives is null ? null : Path.Combine(s_archives, peer + "-" + s_size);
        bool filled = kept is not null && Directory.Exists(kept) && File.Exists(kept + ".filled");
        if (kept is not null)
        {
            Directory.CreateDirectory(kept);
        }

        await using PeerServer pacs = await PeerAsync(peer, listen, kept);
        Dictionary<string, string> originals = MadeCohort.Write(_folder.Folder("made"), studies, instances);
        Stopwatch watch = Stopwatch.StartNew();
        if (!filled)
        {
            Assert.Equal(originals.Count, (await MadeCohort.StoreAsync(pacs.Node, [.. originals.Values])).Count);
            output.WriteLine($"{originals.Count} instances stored at {peer} in {watch.Elapsed.TotalSeconds:0.0} s");
            if (kept is not null)
            {
                File.WriteAllText(kept + ".filled", "");
            }
        }

        string csv = MadeCohort.WriteCsv(_folder.File("cohort.csv"), studies);
        await RunAsync([], Command("Find-PacsStudy", ("Node", pacs.Node.ToString()), ("Csv", csv)), method, listen, originals, studies);
    }

    /// <summary>A part of the files only; all of them with XNATTOOLS_CHAIN.</summary>
    [SkippableTheory]
    [InlineData("dcmqrscp", "Get")]
    [InlineData("dcmqrscp", "Move")]
    [InlineData("Orthanc", "Get")]
    [InlineData("Orthanc", "Move")]
    public async Task Real_studies_come_into_the_archive_whole(string peer, string method)
    {
        Dictionary<string, (string Path, string Study)> files = Readable();
        if (!s_whole)
        {
            string[] some = [.. files.Values.Select(f => f.Study).Distinct(StringComparer.Ordinal).Where((_, i) => i % 20 == 0)];
            files = files.Where(f => some.Contains(f.Value.Study)).ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        }

        int listen = Tool.FreePort();
        await using PeerServer pacs = await PeerAsync(peer, listen);
        List<string> refusals = [];
        List<string> taken = await MadeCohort.StoreAsync(pacs.Node, [.. files.Values.Select(f => f.Path)], refusals);
        Dictionary<string, string> originals = files.Where(f => taken.Contains(f.Value.Path)).ToDictionary(f => f.Key, f => f.Value.Path, StringComparer.Ordinal);
        string[] studies = [.. files.Where(f => originals.ContainsKey(f.Key)).Select(f => f.Value.Study).Distinct(StringComparer.Ordinal)];
        output.WriteLine($"{peer} took {originals.Count} of {files.Count} files with identifiers, {studies.Length} studies; not taken:");
        refusals.ForEach(output.WriteLine);
        object[] rows = [.. studies.Select((uid, i) => Row(("StudyInstanceUid", uid), ("Subject", $"REAL{i:000}"), ("Session", $"REAL{i:000}_1")))];
        await RunAsync(rows, Command("Find-PacsStudy", ("Node", pacs.Node.ToString())), method, listen, originals, studies.Length);
    }

    /// <summary>Files that name study, series, instance and class; the first of each instance.</summary>
    private static Dictionary<string, (string Path, string Study)> Readable()
    {
        Dictionary<string, (string Path, string Study)> files = new(StringComparer.Ordinal);
        foreach (string path in Corpus.Files())
        {
            try
            {
                using DicomFile file = DicomFile.Open(path);
                string? study = file.Dataset.GetString(DicomTags.StudyInstanceUid);
                string? instance = file.Dataset.GetString(DicomTags.SopInstanceUid);
                if (!file.IsDamaged && !string.IsNullOrEmpty(study) && !string.IsNullOrEmpty(instance)
                    && !string.IsNullOrEmpty(file.Dataset.GetString(DicomTags.SeriesInstanceUid)) && !string.IsNullOrEmpty(file.Dataset.GetString(DicomTags.SopClassUid)))
                {
                    files.TryAdd(instance, (path, study));
                }
            }
            catch (DicomException)
            {
                // Not readable.
            }
        }

        return files;
    }

    private static double Middle(IEnumerable<TimeSpan> times) => times.Select(t => t.TotalSeconds).Order().ToArray() is { Length: > 0 } sorted ? sorted[sorted.Length / 2] : 0;

    private Task<PeerServer> PeerAsync(string peer, int listen, string? data = null) => peer == "Orthanc"
        ? PeerServer.OrthancAsync(_folder, Tool.FreePort(), listen, keep: data)
        : PeerServer.QrScpAsync(_folder, Tool.FreePort(), listen, data);

    private async Task RunAsync(object[] rows, Step find, string method, int listen, Dictionary<string, string> originals, int studies)
    {
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { HasDqr = false, StateFolder = _folder.File("site"), StageTime = TimeSpan.FromMilliseconds(1) });
        Shell shell = new();
        shell.Engine.Location = _folder.Path;
        shell.Connect(host.Url, "imaging", "imaging");
        List<ReceivedStudy> received = [];
        Stopwatch watch = Stopwatch.StartNew();
        Result result = shell.Engine.Run(
            rows,
            find,
            Command("Receive-PacsStudy", ("StagingPath", "staging"), ("Method", method), ("ListenPort", listen), ("ListenAddress", "127.0.0.1"), ("MinimumFreeSpace", 0L), ("RetrieveTimeoutSec", 60), ("RetryCount", 3), ("Confirm", false)),
            ForEach(one =>
            {
                received.Add((ReceivedStudy)one);
                return [one];
            }),
            Command("Send-XnatSession", ("Project", "DEMO"), ("Archive", true), ("WorkFolder", "work"), ("RemoveStaged", true), ("Confirm", false)));
        output.WriteLine(
            $"{received.Sum(r => r.Received)} instances of {received.Count} studies received, sent and archived in {watch.Elapsed.TotalSeconds:0.0} s; a study's receive "
            + $"{Middle(received.Select(r => r.Duration)):0.00} s, its upload and archiving {Middle(result.Output.OfType<SessionUploadResult>().Select(s => s.Duration)):0.00} s (medians)");
        foreach (ReceivedStudy one in received.Where(r => !r.IsComplete || r.Faults.Length > 0))
        {
            output.WriteLine($"{one.StudyInstanceUid} {one.Outcome} {one.Reason} {string.Join(", ", one.Faults.Select(f => f.ToString()))} {one.Requests} requests, {one.Duration.TotalSeconds:0} s");
        }

        // An archive that says it cannot send an object is believed, when its own words are the fault that was named.
        ReceivedStudy[] unsent = [.. received.Where(r => !r.IsComplete)];
        Assert.All(unsent, r => Assert.Contains(r.Faults, f => f.Kind == ReceiveFaultKind.SubOperationsFailed));
        Assert.True(unsent.Length <= received.Count / 20, "Too much did not come.");
        Assert.True(result.Errors.Count == 2 * unsent.Length && result.Failure is null, string.Join(" | ", result.Errors.Select(e => e.Exception.Message)) + result.Failure?.Message);

        Assert.Equal(studies, received.Count);
        received.RemoveAll(r => !r.IsComplete);
        Assert.All(received, r => Assert.Equal((method == "Get" ? "C-GET" : "C-MOVE", r.Expected), (r.Method, (int?)r.Received)));
        Assert.All(received, r => Assert.True(r.Faults.Length == 0, string.Join(", ", r.Faults.Select(f => f.ToString()))));
        SessionUploadResult[] sent = [.. result.Output.Cast<SessionUploadResult>()];
        Assert.Equal(received.Count, sent.Length);
        Assert.All(sent, s => Assert.Equal((SessionUploadOutcome.Archived, true, s.InstanceCount), (s.Outcome, s.IsProven, s.InstancesFound)));

        HashSet<string> whole = [.. received.Select(r => r.StudyInstanceUid)];
        Dictionary<string, string> archived = Directory.GetFiles(host.State.ArchiveFolder, "*.dcm", SearchOption.AllDirectories).ToDictionary(PixelBytes.InstanceOf, f => f, StringComparer.Ordinal);
        string[] expected = [.. originals.Where(o => whole.Contains(PixelBytes.StudyOf(o.Value))).Select(o => o.Key).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, archived.Keys.Order(StringComparer.Ordinal));
        foreach (string uid in expected)
        {
            Assert.Equal(PixelBytes.Of(originals[uid]), PixelBytes.Of(archived[uid]));
        }

        // Originals go only after the proof.
        Assert.Equal(unsent.Sum(r => r.Received), Directory.GetFiles(_folder.File("staging"), "*.dcm", SearchOption.AllDirectories).Length);
        HashSet<string> labels = [.. received.Select(r => r.Session!)];
        Assert.Equal(labels.Order(StringComparer.Ordinal), host.State.Sessions.Select(s => s.Label).Order(StringComparer.Ordinal));
    }
}

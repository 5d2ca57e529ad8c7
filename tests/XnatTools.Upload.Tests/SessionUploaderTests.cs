using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Dicom;
using XnatTools.Sandbox;
using Xunit;

namespace XnatTools.Upload.Tests;

/// <summary>Sessions sent to the sandbox over HTTP, with everything that can go wrong on the way.</summary>
public sealed class SessionUploaderTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("xnattools-work-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_goes_to_the_prearchive_and_every_object_is_found(bool packFirst)
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        LocalSession session = Made.Largest();
        SessionUploadResult result = await SendAsync(client, host, session, packFirst: packFirst);
        Assert.Equal((SessionUploadOutcome.InPrearchive, session.InstanceCount, null), (result.Outcome, result.InstancesFound, result.Code));
        PrearchiveEntry entry = Assert.Single(host.State.Prearchive);
        Assert.Equal(("READY", "S001", "S001_MR_1", false), (entry.Status, entry.Subject, entry.Name, entry.PreventAnon));
        AssertWhole(host, session);
        Assert.Empty(Directory.GetFiles(_work, "*.zip"));
    }

    [Fact]
    public async Task A_deflated_object_that_cannot_be_read_from_its_beginning_is_proven()
    {
        string folder = Directory.CreateTempSubdirectory("xnattools-deflated-").FullName;
        try
        {
            using DicomFile made = DicomFile.Open(Made.Session(0).Series[0].Instances[0].Path);
            byte[] pixels = new byte[200_000];
            new Random(1).NextBytes(pixels);
            made.Dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, pixels));
            using (DicomFile deflated = new(made.Dataset, "1.2.840.10008.1.2.1.99"))
            {
                deflated.Save(Path.Combine(folder, "1.dcm"));
            }

            await using SandboxHost host = await Made.HostAsync();
            using XnatClient client = await Made.ClientAsync(host);
            LocalSession session = Assert.Single(LocalScan.Read(LocalScan.FilesOf(folder), 1, CancellationToken.None).Sessions);
            SessionUploadResult result = await new SessionUploader(client, host.Url.ToString(), Made.Options())
                .SendAsync(session, Made.Target(), new SessionLabels("DEMO", "S001", "S001_MR_1"), null, CancellationToken.None);
            Assert.True(result.IsProven, result.Reason);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task With_archiving_it_is_proven_there()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        LocalSession session = Made.Session(0);
        SessionUploadResult result = await SendAsync(client, host, session, archive: true);
        Assert.Equal((SessionUploadOutcome.Archived, session.InstanceCount), (result.Outcome, result.InstancesFound));
        Assert.Empty(host.State.Prearchive);
        AssertWhole(host, session);
        Assert.Equal(SessionUploadOutcome.Archived, (await SendAsync(client, host, session, archive: true)).Outcome);
        Assert.Single(host.State.Sessions);
    }

    [Fact]
    public async Task Another_study_under_the_label_is_refused_before_anything_is_sent()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        await SendAsync(client, host, Made.Session(0), archive: true);
        SessionUploadResult result = await SendAsync(client, host, Made.Session(1), archive: true);
        Assert.Equal((SessionUploadOutcome.Failed, XnatErrorCode.Conflict.Id), (result.Outcome, result.Code));
        Assert.Empty(host.State.Prearchive);
    }

    [Fact]
    public async Task Objects_that_the_server_loses_are_noticed_and_sent_again()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        LocalSession session = Made.Largest();
        host.Faults.Add(FaultNames.DropObject, count: 3, skip: 2);
        SessionUploadResult result = await SendAsync(client, host, session);
        Assert.Equal(SessionUploadOutcome.InPrearchive, result.Outcome);
        AssertWhole(host, session);
    }

    [Fact]
    public async Task What_stays_lost_is_named()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        LocalSession session = Made.Largest();
        string lost = session.Series[1].Instances[0].SopInstanceUid;
        host.Faults.Add(FaultNames.DropObject, match: lost);
        SessionUploadResult result = await SendAsync(client, host, session, archive: true);
        Assert.Equal((SessionUploadOutcome.Incomplete, XnatErrorCode.UploadIncomplete.Id, session.InstanceCount - 1), (result.Outcome, result.Code, result.InstancesFound));
        Assert.Equal([lost], result.MissingInstance);
        Assert.Empty(host.State.Sessions);
    }

    [Theory]
    [InlineData(FaultNames.Cut)]
    [InlineData(FaultNames.CutAfter)]
    [InlineData(FaultNames.CutBody)]
    [InlineData(FaultNames.Gateway)]
    [InlineData(FaultNames.SessionExpiry)]
    [InlineData(FaultNames.LoginPage)]
    [InlineData(FaultNames.ImportError)]
    public async Task Faults_that_pass_cost_nothing(string fault)
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        LocalSession session = Made.Largest();
        host.Faults.Add(fault, match: fault == FaultNames.ImportError ? null : "/services/import", count: 2, skip: 1);
        SessionUploadResult result = await SendAsync(client, host, session);
        Assert.True(result.Outcome == SessionUploadOutcome.InPrearchive, result.Reason);
        AssertWhole(host, session);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_proxy_that_eats_the_body_is_answered_with_packed_series(bool labelled)
    {
        await using SandboxHost host = await Made.HostAsync();
        LocalSession session = Made.Session(0);
        int eaten = 0;
        using XnatClient client = await XnatClient.ConnectAsync(
            new XnatClientOptions
            {
                Uri = host.Url,
                Credential = XnatCredential.Basic("imaging", "imaging"),
                AllowInsecure = true,
                UseProxy = false,
                HandlerFactory = () => new BodyEater(() => Interlocked.Increment(ref eaten)),
            },
            CancellationToken.None);
        SessionUploadResult result = await SendAsync(client, host, session, labels: labelled ? new SessionLabels(Made.Target().Project, Made.Target().Subject, Made.Target().Session) : null);
        Assert.Equal(SessionUploadOutcome.InPrearchive, result.Outcome);

        // What is sent as it is has a length from the beginning; what is labelled on the way has none until it is packed.
        Assert.Equal(labelled, eaten > 0);
        AssertWhole(host, session);
    }

    [Fact]
    public async Task A_filter_that_drops_all_is_an_outcome_of_its_own()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        host.State.SiteConfig["enableSitewideSeriesImportFilter"] = true;
        host.State.SiteConfig["sitewideSeriesImportFilter"] = ".*";
        SessionUploadResult result = await SendAsync(client, host, Made.Session(0));
        Assert.Equal((SessionUploadOutcome.Filtered, XnatErrorCode.UploadFiltered.Id), (result.Outcome, result.Code));
    }

    [Fact]
    public async Task Ended_in_the_middle_the_next_run_sends_only_the_rest()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        LocalSession session = Made.Largest();
        Assert.True(session.Series.Count >= 2);
        using CancellationTokenSource stop = new();
        SessionUploader uploader = new(client, host.Url.ToString(), new UploadOptions { WorkFolder = _work, ParallelSeries = 1 });
        Progress stopper = new(p =>
        {
            if (p.SeriesDone == 1)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => uploader.SendAsync(session, Made.Target(), null, stopper, stop.Token));
        int before = Made.StoredUids(host).Count();
        Assert.InRange(before, 1, session.InstanceCount - 1);
        SessionUploadResult result = await SendAsync(client, host, session);
        Assert.Equal((SessionUploadOutcome.InPrearchive, 1), (result.Outcome, result.SeriesResumed));
        AssertWhole(host, session);
    }

    [Fact]
    public async Task A_journal_of_a_session_that_is_gone_is_forgotten()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        LocalSession session = Made.Session(0);
        await SendAsync(client, host, session);
        host.State.Prearchive.Clear();
        SessionUploadResult result = await SendAsync(client, host, session);
        Assert.Equal((SessionUploadOutcome.InPrearchive, 0), (result.Outcome, result.SeriesResumed));
        AssertWhole(host, session);
    }

    [Fact]
    public async Task Labels_go_into_the_headers_and_nothing_else_changes()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        LocalSession session = Made.Session(0);
        SessionUploadResult result = await SendAsync(client, host, session, labels: new SessionLabels("DEMO", "S001", "S001_MR_1"));
        Assert.Equal(SessionUploadOutcome.InPrearchive, result.Outcome);
        Dictionary<string, string> originals = session.Series.SelectMany(s => s.Instances).ToDictionary(i => i.SopInstanceUid, i => i.Path);
        foreach (string path in Directory.GetFiles(host.State.PrearchiveFolder, "*.dcm", SearchOption.AllDirectories))
        {
            using DicomFile stored = DicomFile.Open(path);
            using DicomFile original = DicomFile.Open(originals[stored.Dataset.GetString(DicomTags.SopInstanceUid)!]);
            Assert.Equal("S001", stored.Dataset.GetString(DicomTags.PatientName));
            Assert.Equal("S001_MR_1", stored.Dataset.GetString(DicomTags.PatientId));
            Assert.Equal("Project:DEMO Subject:S001 Session:S001_MR_1", stored.Dataset.GetString(DicomTags.PatientComments));
            Assert.Equal(("S001_MR_1", "S001_MR_1"), (stored.Dataset.GetString(DicomTags.StudyId), stored.Dataset.GetString(DicomTags.AccessionNumber)));
            DicomTag[] changed =
            [
                DicomTags.PatientName, DicomTags.PatientId, DicomTags.PatientComments, DicomTags.StudyId, DicomTags.AccessionNumber, new DicomTag(0x7FE0, 0x0010),
            ];
            Assert.Equal(
                original.Dataset.Where(e => !changed.Contains(e.Tag)).Select(e => (e.Tag, original.Dataset.GetString(e.Tag))),
                stored.Dataset.Where(e => !changed.Contains(e.Tag)).Select(e => (e.Tag, stored.Dataset.GetString(e.Tag))));
            Assert.Equal(Pixels(original), Pixels(stored));
        }
    }

    [Fact]
    public async Task Uids_that_a_script_changes_are_told_as_counted()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        LocalSession session = Made.Session(0);
        await SendAsync(client, host, session);
        foreach (string path in Directory.GetFiles(host.State.PrearchiveFolder, "*.dcm", SearchOption.AllDirectories))
        {
            using DicomFile file = DicomFile.Open(path);
            file.Dataset.SetString(DicomTags.SopInstanceUid, "2.25." + Random.Shared.NextInt64());
            file.Save(path);
        }

        SessionUploadResult result = await SendAsync(client, host, session);
        Assert.Equal((SessionUploadOutcome.Counted, XnatErrorCode.UploadUnproven.Id, session.InstanceCount), (result.Outcome, result.Code, result.InstancesFound));
        Assert.False(result.IsProven);
    }

    [Fact]
    public async Task Objects_that_no_script_touches_are_proven_by_their_content()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        LocalSession session = Made.Session(0);
        ImportParameters target = new() { Project = "DEMO", Subject = "S001", Session = "S001_MR_1", PreventAnonymization = true };
        SessionUploadResult result = await new SessionUploader(client, host.Url.ToString(), Made.Options(_work, archive: true)).SendAsync(session, target, null, null, CancellationToken.None);
        Assert.Equal((SessionUploadOutcome.Archived, session.InstanceCount), (result.Outcome, result.InstancesFound));
        Assert.True(host.State.Sessions[0].PreventAnon);
        AssertWhole(host, session);
    }

    [Fact]
    public async Task Uids_that_the_sites_script_hashed_are_recognised()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        host.State.SiteConfig["enableSitewideAnonymizationScript"] = true;
        host.State.SiteConfig["sitewideAnonymizationScript"] = "version \"6.1\"\n(0008,0018) := hashUID[(0008,0018)]\n(0020,000D) := hashUID[(0020,000D)]\n";
        LocalSession session = Made.Session(0);
        SessionUploadResult result = await SendAsync(client, host, session, archive: true);
        Assert.True(result.Outcome == SessionUploadOutcome.Archived, result.Reason);
        Assert.Equal(session.InstanceCount, result.InstancesFound);
    }

    [Fact]
    public async Task A_user_who_may_only_read_is_told_so_and_nothing_is_stored()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host, "reader");
        SessionUploadResult result = await SendAsync(client, host, Made.Session(0));
        Assert.Equal((SessionUploadOutcome.Failed, XnatErrorCode.PermissionDenied.Id), (result.Outcome, result.Code));
        Assert.Empty(host.State.Prearchive);
    }

    private static byte[] Pixels(DicomFile file)
    {
        using Stream stream = file.OpenPixelData();
        MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static void AssertWhole(SandboxHost host, LocalSession session) => Assert.Equal(
        session.Series.SelectMany(s => s.Instances).Select(i => i.SopInstanceUid).Order(StringComparer.Ordinal), Made.StoredUids(host).Order(StringComparer.Ordinal));

    private Task<SessionUploadResult> SendAsync(XnatClient client, SandboxHost host, LocalSession session, bool archive = false, bool packFirst = false, SessionLabels? labels = null) =>
        new SessionUploader(client, host.Url.ToString(), Made.Options(_work, archive, packFirst)).SendAsync(session, Made.Target(), labels, null, CancellationToken.None);

    private sealed class Progress(Action<UploadProgress> action) : IProgress<UploadProgress>
    {
        public void Report(UploadProgress value) => action(value);
    }
}

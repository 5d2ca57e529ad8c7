using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox;
using XnatTools.Sandbox.Demo;
using Xunit;

namespace XnatTools.Client.Tests;

/// <summary>The client against the sandbox's XNAT core.</summary>
public sealed class CoreContractTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task Logging_in_works_in_every_way_and_logging_out_ends_the_session()
    {
        await using ContractSite site = await ContractSite.StartAsync();
        Assert.Same(XnatErrorCode.AuthenticationFailed, (await Assert.ThrowsAsync<XnatException>(() => site.ConnectAsync("imaging", "wrong"))).Code);

        using XnatClient client = await site.ConnectAsync("imaging", aliasToken: true);
        Assert.Equal("imaging", client.UserName);
        Assert.Equal("1.8.10.1", client.Version);
        Assert.NotNull(client.DqrVersion);
        Assert.NotNull(client.ServerTime);
        Assert.Empty(site.Events.Warnings); // the token was issued

        site.Host.Faults.Add(FaultNames.SessionExpiry, count: 1);
        Assert.Contains(await client.Projects.ListAsync(s_none), p => p.Id == "DEMO"); // renewed with the token
        await client.DisconnectAsync(s_none);
        Assert.Same(XnatErrorCode.AuthenticationFailed, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.ListAsync(s_none))).Code);
    }

    [Fact]
    public async Task Projects_are_made_private_read_and_given_users()
    {
        await using ContractSite site = await ContractSite.StartAsync();
        using XnatClient client = await site.ConnectAsync();
        XnatProject made = await client.Projects.CreateAsync(new XnatProjectDefinition { Id = "NEW_01", Name = "Chest & more", RunningTitle = "N1", InvestigatorFirstName = "Ada", InvestigatorLastName = "Example", PrearchiveCode = 0 }, s_none);
        Assert.Equal(("NEW_01", "Chest & more", "N1", "private", 0, "Ada Example"), (made.Id, made.Name, made.RunningTitle, made.Accessibility, made.PrearchiveCode!.Value, made.Investigator));
        Assert.Same(XnatErrorCode.Conflict, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.CreateAsync(new XnatProjectDefinition { Id = "NEW_01" }, s_none))).Code);

        await client.Projects.AddUserAsync("NEW_01", "member", "imaging", invite: false, sendEmail: false, s_none);
        XnatProjectUser user = Assert.Single(await client.Projects.UsersAsync("NEW_01", s_none), u => u.Login == "imaging");
        Assert.Equal("NEW_01_member", user.GroupId);
        await client.Projects.RemoveUserAsync("NEW_01", "member", "imaging", s_none);
        Assert.DoesNotContain(await client.Projects.UsersAsync("NEW_01", s_none), u => u.Login == "imaging");
        Assert.Same(XnatErrorCode.NotFound, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.AddUserAsync("NEW_01", "member", "imagign", false, false, s_none))).Code);

        using XnatClient reader = await site.ConnectAsync("reader");
        XnatException hidden = await Assert.ThrowsAsync<XnatException>(() => reader.Projects.GetAsync("NEW_01", s_none));
        Assert.Contains(hidden.Code, new[] { XnatErrorCode.NotFound, XnatErrorCode.PermissionDenied });
    }

    [Fact]
    public async Task The_site_tells_about_itself()
    {
        await using ContractSite site = await ContractSite.StartAsync();
        using XnatClient client = await site.ConnectAsync();
        Assert.Contains(await client.Site.PluginsAsync(s_none), p => p.IsDqr);
        Assert.Equal("XNAT", await client.Site.SettingAsync("siteId", s_none));
        Assert.Null(await client.Site.SettingAsync("noSuchSetting", s_none));
        Assert.Contains("Administrator", await client.Users.RolesAsync("admin", s_none));
        Assert.True(await client.Users.ExistsAsync("IMAGING", s_none));
        XnatReceiver receiver = Assert.Single(await client.Receivers.ListAsync(s_none));
        Assert.True(receiver.CanRelabel);
    }

    [Fact]
    public async Task A_session_goes_from_the_prearchive_to_the_archive_with_every_file()
    {
        await using ContractSite site = await ContractSite.StartAsync();
        using XnatClient client = await site.ConnectAsync();
        MadeStudy study = await site.FileAsync(0, "DEMO", "S001", "S001_1");
        await client.Projects.CreateAsync(new XnatProjectDefinition { Id = "OTHER" }, s_none);

        PrearchiveSession session = Assert.Single(await client.Prearchive.ListAsync("DEMO", s_none));
        Assert.Equal(("DEMO", "S001", "S001_1", "READY", study.StudyInstanceUid), (session.Project, session.Subject, session.Session, session.Status, session.StudyInstanceUid));
        IReadOnlyList<PrearchiveScan> scans = await client.Prearchive.ScansAsync(session, s_none);
        Assert.Equal(study.Series.Count, scans.Count);
        Assert.Equal(study.InstanceCount, scans.Sum(s => s.FileCount));
        Assert.Equal(study.InstanceCount, (await Task.WhenAll(scans.Select(s => client.Prearchive.ScanFilesAsync(session, s.Id, s.Resource[0], s_none)))).Sum(f => f.Count));
        IReadOnlyList<DicomHeaderElement> header = await client.Headers.DumpAsync(session.Url, ["Modality", "StudyDate"], study.StudyInstanceUid, s_none);
        Assert.Equal([study.StudyDate, study.Modality], header.OrderBy(e => e.Tag, StringComparer.Ordinal).Select(e => e.Value));

        Assert.Equal("READY", (await client.Prearchive.GetAsync(session, s_none)).Status);
        string moved = await client.Prearchive.MoveAsync(session, "OTHER", s_none);
        Assert.StartsWith("/prearchive/projects/OTHER/", moved, StringComparison.Ordinal);
        session = await UntilIdleAsync(client, "OTHER");
        ArchiveTarget target = new() { Subject = "S777", Session = "S777_1" };
        Assert.DoesNotContain(await client.Prearchive.ValidateArchiveAsync(session, target, s_none), f => f.IsFatal || f.IsConflict);
        ArchiveResult result = await client.Prearchive.ArchiveAsync(session, target, s_none);
        Assert.Equal((true, "OTHER", "S777", "S777_1"), (result.IsArchived, result.Project, result.Subject, result.Session));
        Assert.Empty(await client.Prearchive.ListAsync("OTHER", s_none));

        ImageSession archived = Assert.Single(await client.Archive.SessionsAsync("OTHER", s_none));
        Assert.Equal(("S777_1", "S777", study.StudyInstanceUid, study.StudyDate), (archived.Session, archived.Subject, archived.StudyInstanceUid, archived.Date));
        Assert.Equal("S777", Assert.Single(await client.Archive.SubjectsAsync("OTHER", s_none)).Subject);
        Assert.Equal(study.Series.Count, (await client.Archive.ScansAsync(archived.Id, s_none)).Count);
        XnatFile[] files = (await client.Archive.FilesAsync(archived.Id, null, s_none)).Where(f => f.Resource is "DICOM" or "secondary").ToArray();
        Assert.Equal(study.InstanceCount, files.Length);
        using MemoryStream bytes = new();
        await client.Archive.DownloadFileAsync(files[0], bytes, s_none);
        Assert.Equal(files[0].Size, bytes.Length);
        Assert.Equal("DICM", Encoding.ASCII.GetString(bytes.ToArray(), 128, 4));
    }

    [Fact]
    public async Task A_conflict_is_told_apart_and_overwritten_only_when_told()
    {
        await using ContractSite site = await ContractSite.StartAsync();
        using XnatClient client = await site.ConnectAsync();
        await site.FileAsync(1, "DEMO", "S001", "S001_1");
        await client.Prearchive.ArchiveAsync(Assert.Single(await client.Prearchive.ListAsync("DEMO", s_none)), null, s_none);
        await site.FileAsync(1, "DEMO", "S001", "S001_1");
        PrearchiveSession again = Assert.Single(await client.Prearchive.ListAsync("DEMO", s_none));
        Assert.Contains(await client.Prearchive.ValidateArchiveAsync(again, null, s_none), f => f.IsConflict);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Prearchive.ArchiveAsync(again, null, s_none));
        Assert.Same(XnatErrorCode.Conflict, error.Code);
        again = await UntilIdleAsync(client, "DEMO");
        Assert.True((await client.Prearchive.ArchiveAsync(again, new ArchiveTarget { Overwrite = ArchiveOverwrite.Append, OverwriteFiles = true }, s_none)).IsArchived);
    }

    [Fact]
    public async Task What_is_gone_busy_or_forbidden_is_named()
    {
        await using ContractSite site = await ContractSite.StartAsync();
        using XnatClient client = await site.ConnectAsync();
        MadeStudy study = await site.FileAsync(2, "DEMO", "S003", "S003_1");
        PrearchiveSession session = Assert.Single(await client.Prearchive.ListAsync("DEMO", s_none));
        site.Host.Faults.Add(FaultNames.Locked, study.StudyInstanceUid);
        Assert.Same(XnatErrorCode.PrearchiveBusy, (await Assert.ThrowsAsync<XnatException>(() => client.Prearchive.ArchiveAsync(session, null, s_none))).Code);
        Assert.Same(XnatErrorCode.PrearchiveBusy, (await Assert.ThrowsAsync<XnatException>(() => client.Prearchive.BuildAsync(session, s_none))).Code);
        site.Host.Faults.Clear();

        site.Host.Faults.Add(FaultNames.ArchiveError, study.StudyInstanceUid);
        XnatException failed = await Assert.ThrowsAsync<XnatException>(() => client.Prearchive.ArchiveAsync(session, null, s_none));
        Assert.Same(XnatErrorCode.PrearchiveFailed, failed.Code);
        Assert.True(failed.MayHaveActed);
        site.Host.Faults.Clear();
        Assert.NotEmpty(await client.Prearchive.LogAsync(session, s_none));

        using XnatClient reader = await site.ConnectAsync("reader");
        XnatException forbidden = await Assert.ThrowsAsync<XnatException>(() => reader.Prearchive.DeleteAsync(session, s_none));
        Assert.Contains(forbidden.Code, new[] { XnatErrorCode.PermissionDenied, XnatErrorCode.NotFound });
        await client.Prearchive.DeleteAsync(session, s_none);
        Assert.Same(XnatErrorCode.NotFound, (await Assert.ThrowsAsync<XnatException>(() => client.Prearchive.GetAsync(session, s_none))).Code);
    }

    [Fact]
    public async Task Faults_on_the_way_are_survived_or_named()
    {
        await using ContractSite site = await ContractSite.StartAsync();
        using XnatClient client = await site.ConnectAsync();
        foreach (string fault in new[] { FaultNames.SessionExpiry, FaultNames.LoginPage, FaultNames.Cut, FaultNames.CutBody, FaultNames.Gateway })
        {
            site.Host.Faults.Add(fault, "/data/projects", count: 1, value: fault == FaultNames.Gateway ? "503" : null);
            Assert.Contains(await client.Projects.ListAsync(s_none), p => p.Id == "DEMO");
            Assert.All(site.Host.Faults.List(), f => Assert.Equal(1, f.Hits));
            site.Host.Faults.Clear();
        }

        site.Host.Faults.Add(FaultNames.Gateway, "/data/projects", value: "503");
        Assert.Same(XnatErrorCode.ServerBusy, (await Assert.ThrowsAsync<XnatException>(() => client.Projects.ListAsync(s_none))).Code);
        site.Host.Faults.Clear();

        await site.FileAsync(2, "DEMO", "S003", "S003_1");
        PrearchiveSession session = Assert.Single(await client.Prearchive.ListAsync("DEMO", s_none));
        site.Host.Faults.Add(FaultNames.CutAfter, "/data/services/archive", count: 1);
        XnatException unknown = await Assert.ThrowsAsync<XnatException>(() => client.Prearchive.ArchiveAsync(session, null, s_none));
        Assert.Same(XnatErrorCode.OutcomeUnknown, unknown.Code);
        Assert.Single(await client.Archive.SessionsAsync("DEMO", s_none)); // it was done, and not twice
    }

    [Fact]
    public async Task A_change_without_a_body_is_not_sent_again_by_the_runtime_either()
    {
        await using ContractSite site = await ContractSite.StartAsync();
        using XnatClient client = await site.ConnectAsync();
        await client.Projects.CreateAsync(new XnatProjectDefinition { Id = "OTHER" }, s_none);
        await site.FileAsync(2, "DEMO", "S003", "S003_1");
        PrearchiveSession session = Assert.Single(await client.Prearchive.ListAsync("DEMO", s_none)); // the connection is now a used one
        SandboxFault cut = site.Host.Faults.Add(new SandboxFault { Name = FaultNames.CutAfter, Match = "/data/prearchive/projects/DEMO/", Method = "POST" });
        Assert.Same(XnatErrorCode.OutcomeUnknown, (await Assert.ThrowsAsync<XnatException>(() => client.Prearchive.MoveAsync(session, "OTHER", s_none))).Code);
        Assert.Equal(1, cut.Hits);

        await client.Projects.ListAsync(s_none);
        cut = site.Host.Faults.Add(new SandboxFault { Name = FaultNames.Cut, Match = "/data/prearchive/projects/", Method = "DELETE" });
        Assert.Same(XnatErrorCode.OutcomeUnknown, (await Assert.ThrowsAsync<XnatException>(() => client.Prearchive.DeleteAsync(session, s_none))).Code);
        Assert.Equal(1, cut.Hits);
    }

    private static async Task<PrearchiveSession> UntilIdleAsync(XnatClient client, string project)
    {
        for (int i = 0; i < 200; i++)
        {
            IReadOnlyList<PrearchiveSession> all = await client.Prearchive.ListAsync(project, s_none);
            if (all.Count == 1 && all[0].IsIdle)
            {
                return all[0];
            }

            await Task.Delay(25);
        }

        throw new TimeoutException("The session does not come to rest.");
    }
}

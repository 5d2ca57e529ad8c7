using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Tests.Fakes;

/// <summary>The project and what it holds: its prearchive and its archive.</summary>
internal sealed partial class FakeSite
{
    public Task<XnatPacs?> FindPacsAsync(long pacsId, CancellationToken cancellationToken) =>
        Task.FromResult<XnatPacs?>(pacsId == 1 ? new XnatPacs { Id = 1, Name = "PACS", AETitle = "PACS", Queryable = PacsIsQueryable } : null);

    public Task<XnatProject?> FindProjectAsync(string project, CancellationToken cancellationToken) =>
        Task.FromResult<XnatProject?>(project == "DEMO" ? new XnatProject { Id = "DEMO" } : null);

    public Task<bool> IsDqrEnabledAsync(string project, CancellationToken cancellationToken) => Task.FromResult(DqrEnabled);

    public Task<IReadOnlyList<XnatReceiver>?> ReceiversAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<XnatReceiver>?>(Receivers);

    public Task<IReadOnlyList<PacsWindow>?> WindowsAsync(long pacsId, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PacsWindow>?>(Windows);

    public Task<IReadOnlyList<PrearchiveSession>> PrearchiveAsync(string project, CancellationToken cancellationToken)
    {
        return Task.FromResult<IReadOnlyList<PrearchiveSession>>(Now(() => Waiting.Where(s => s.Project == project).ToList()));
    }

    public Task<PrearchiveSession?> RefreshAsync(PrearchiveSession session, CancellationToken cancellationToken) => Task.FromResult(Waiting.Find(s => s.Url == session.Url));

    public Task<IReadOnlyList<PrearchiveScan>> PrearchiveScansAsync(PrearchiveSession session, CancellationToken cancellationToken)
    {
        if (OnScans?.Invoke(session) is Exception planned)
        {
            throw planned;
        }

        FakeRecord? record = Records.LastOrDefault(r => r.Post.Project == session.Project && r.Study.StudyInstanceUid == session.StudyInstanceUid && r.Arrived > 0);
        List<PrearchiveScan> scans = [];
        for (int i = 0; i < (record?.Arrived ?? 1); i++)
        {
            scans.Add(new PrearchiveScan { Id = i.ToString(System.Globalization.CultureInfo.InvariantCulture), FileCount = 3 });
        }

        return Task.FromResult<IReadOnlyList<PrearchiveScan>>(scans);
    }

    public Task<bool> MoveAsync(PrearchiveSession session, string project, CancellationToken cancellationToken)
    {
        int index = Waiting.FindIndex(s => s.Url == session.Url);
        Waiting[index] = Session(project, session.Timestamp, session.Folder, session.StudyInstanceUid!, "READY");
        return Task.FromResult(true);
    }

    /// <summary>The study UID of what turns up in the archive, when it is not the one that was sent there.</summary>
    public string? ArchivesAs { get; set; }

    public Task<ArchiveAnswer> ArchiveAsync(PrearchiveSession session, string? subject, string? label, ArchiveOverwrite overwrite, bool overwriteFiles, CancellationToken cancellationToken)
    {
        string name = label ?? session.Session ?? session.Folder;
        if (Archive.Exists(s => s.Session == name && s.Project == session.Project) && overwrite == ArchiveOverwrite.None)
        {
            throw new XnatException(XnatErrorCode.Conflict, "It exists.") { Status = 409 };
        }

        Waiting.RemoveAll(s => s.Url == session.Url);
        Archive.Add(new ImageSession { Id = "XNAT_E" + Archive.Count, Session = name, Subject = subject ?? session.Subject, Project = session.Project, StudyInstanceUid = ArchivesAs ?? session.StudyInstanceUid });
        return Task.FromResult(new ArchiveAnswer(session.Project, subject ?? session.Subject, name));
    }

    public Task<IReadOnlyList<ImageSession>> ArchivedAsync(string project, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ImageSession>>([.. Archive.Where(s => s.Project == project)]);

    public Task<SessionCount> CountArchivedAsync(ImageSession session, CancellationToken cancellationToken) =>
        Task.FromResult(new SessionCount(session.ScanCount ?? 1, session.FileCount ?? 3));

    public static PrearchiveSession Session(string project, string timestamp, string folder, string uid, string status) => new()
    {
        Project = project,
        Timestamp = timestamp,
        Folder = folder,
        Session = folder,
        Subject = "S",
        StudyInstanceUid = uid,
        Status = status,
        Url = $"/prearchive/projects/{project}/{timestamp}/{folder}",
    };
}

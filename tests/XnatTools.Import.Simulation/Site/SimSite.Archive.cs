using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Simulation.Site;

/// <content>Site settings, prearchive and archive.</content>
public sealed partial class SimSite
{
    /// <inheritdoc/>
    public async Task<XnatPacs?> FindPacsAsync(long pacsId, CancellationToken cancellationToken)
    {
        await ReadAsync("pacs", cancellationToken).ConfigureAwait(false);
        return pacsId == _options.PacsId ? new XnatPacs { Id = pacsId, Name = "PACS", AETitle = "PACS", Queryable = true } : null;
    }

    /// <inheritdoc/>
    public async Task<XnatProject?> FindProjectAsync(string project, CancellationToken cancellationToken)
    {
        await ReadAsync("project", cancellationToken).ConfigureAwait(false);
        return project == _options.Project ? new XnatProject { Id = project, DqrEnabled = true, PrearchiveCode = _options.AutoArchive ? 4 : 0 } : null;
    }

    /// <inheritdoc/>
    public async Task<bool> IsDqrEnabledAsync(string project, CancellationToken cancellationToken)
    {
        await ReadAsync("enabled", cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<XnatReceiver>?> ReceiversAsync(CancellationToken cancellationToken)
    {
        await ReadAsync("receivers", cancellationToken).ConfigureAwait(false);
        return [new XnatReceiver { Id = 1, AETitle = "XNAT", Port = 8104, Enabled = true, CustomProcessing = true, Identifier = "dqrObjectIdentifier" }];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PacsWindow>?> WindowsAsync(long pacsId, CancellationToken cancellationToken)
    {
        await ReadAsync("windows", cancellationToken).ConfigureAwait(false);
        return _options.Windows;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PrearchiveSession>> PrearchiveAsync(string project, CancellationToken cancellationToken)
    {
        await ReadAsync("prearchive", cancellationToken).ConfigureAwait(false);
        return [.. _store.Prearchive.Where(s => s.Project == project).Select(Shown)];
    }

    /// <inheritdoc/>
    public async Task<PrearchiveSession?> RefreshAsync(PrearchiveSession session, CancellationToken cancellationToken)
    {
        await ReadAsync("prearchive session", cancellationToken).ConfigureAwait(false);
        return Find(session) is SimSession found ? Shown(found) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PrearchiveScan>> PrearchiveScansAsync(PrearchiveSession session, CancellationToken cancellationToken)
    {
        await ReadAsync("prearchive scans", cancellationToken).ConfigureAwait(false);
        SimSession? found = Find(session);
        return found is null || found.Status is "RECEIVING" or "BUILDING"
            ? []
            : [.. found.Images.Select(i => new PrearchiveScan { Id = ScanId(i.Key), FileCount = found.Shell ? 0 : i.Value, PrearchiveSession = session })];
    }

    /// <inheritdoc/>
    public async Task<bool> MoveAsync(PrearchiveSession session, string project, CancellationToken cancellationToken)
    {
        await CallAsync("move", cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <inheritdoc/>
    public async Task<ArchiveAnswer> ArchiveAsync(PrearchiveSession session, string? subject, string? label, ArchiveOverwrite overwrite, bool overwriteFiles, CancellationToken cancellationToken)
    {
        await CallAsync("archive", cancellationToken).ConfigureAwait(false);
        SimSession found = Find(session) ?? throw new XnatException(XnatErrorCode.NotFound, "The session is not there.") { Status = 404 };
        if (found.Status is "RECEIVING" or "BUILDING")
        {
            throw new XnatException(XnatErrorCode.Locked, "The session is locked.") { Status = 423 };
        }

        if (_dice.Happens(_faults.FailArchive))
        {
            throw Lie("500 for archiving", XnatErrorCode.ServerError, 500, mayHaveActed: true);
        }

        SimSession? there = _store.Taken(found);
        if (there is not null && overwrite == ArchiveOverwrite.None)
        {
            found.Status = "CONFLICT";
            throw new XnatException(XnatErrorCode.Conflict, "The label is taken.") { Status = 409 };
        }

        TimeSpan time = TimeSpan.FromSeconds(_dice.Between(1, 8));
        found.Status = "_ARCHIVING";
        _clock.After(time, () =>
        {
            found.Subject = subject ?? found.Subject;
            found.Label = label ?? found.Label;
            _store.Move(found, there);
        });
        if (_dice.Happens(_faults.ArchiveTimeout))
        {
            await Task.Delay(time * _dice.Fraction(), _clock, cancellationToken).ConfigureAwait(false);
            throw Lie("archiving timed out and goes on", XnatErrorCode.Timeout, 0, mayHaveActed: true);
        }

        await Task.Delay(time + TimeSpan.FromMilliseconds(1), _clock, cancellationToken).ConfigureAwait(false);
        return new ArchiveAnswer(found.Project, found.Subject, found.Label);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ImageSession>> ArchivedAsync(string project, CancellationToken cancellationToken)
    {
        await ReadAsync("archive sessions", cancellationToken).ConfigureAwait(false);
        return [.. _store.Archive.Where(s => s.Project == project).Select(s => new ImageSession { Id = s.ArchiveId!, Project = s.Project, Subject = s.Subject, Session = s.Label, StudyInstanceUid = s.Uid })];
    }

    /// <inheritdoc/>
    public async Task<SessionCount> CountArchivedAsync(ImageSession session, CancellationToken cancellationToken)
    {
        await ReadAsync("archive files", cancellationToken).ConfigureAwait(false);
        SimSession found = Archived(session);
        return new SessionCount(found.Shell ? 0 : found.Images.Count, found.Files);
    }

    private SimSession Archived(ImageSession session) =>
        _store.Archive.Find(s => s.ArchiveId == session.Id) ?? throw new XnatException(XnatErrorCode.NotFound, "The session is not there.") { Status = 404 };

    private SimSession? Find(PrearchiveSession session) =>
        _store.Prearchive.Find(s => s.Project == session.Project && s.Timestamp == session.Timestamp && s.Label == session.Folder);

    private static string ScanId(string seriesUid) => seriesUid[(seriesUid.LastIndexOf('.') + 1)..];

    private static PrearchiveSession Shown(SimSession session) => new()
    {
        Project = session.Project,
        Timestamp = session.Timestamp,
        Folder = session.Label,
        Subject = session.Subject,
        Session = session.Label,
        Status = session.Status,
        StudyInstanceUid = session.Uid,
        Uploaded = DateTime.ParseExact(session.Timestamp[..15], "yyyyMMdd_HHmmss", CultureInfo.InvariantCulture),
        Url = $"/prearchive/projects/{session.Project}/{session.Timestamp}/{session.Label}",
    };
}

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Gateway;
using XnatTools.Import.Labels;
using XnatTools.Import.Query;

namespace XnatTools.Import.Prearchive;

/// <summary>Moves prearchive sessions to a project and archives them, one at a time, and waits for what really came of it.</summary>
public sealed class PrearchiveMover
{
    private const int LockedTries = 5;

    private readonly IPrearchiveGateway _gateway;
    private readonly MoveOptions _options;

    public PrearchiveMover(IPrearchiveGateway gateway, MoveOptions options)
    {
        _gateway = gateway ?? throw new ArgumentNullException(nameof(gateway));
        _options = options ?? throw new ArgumentNullException(nameof(options));
    }

    /// <summary>Moves and archives one session. Faults that concern it alone are its result; others are thrown.</summary>
    public async Task<MoveResult> MoveAsync(PrearchiveSession session, CancellationToken cancellationToken = default)
    {
        if (!LabelsAreValid())
        {
            return Failed(session, session, XnatErrorCode.LabelInvalid, "A label has characters other than letters, digits, _ and -.");
        }

        try
        {
            PrearchiveSession? current = await WaitIdleAsync(session, cancellationToken).ConfigureAwait(false);
            if (current is null)
            {
                return Failed(session, null, XnatErrorCode.NotFound, "The session is no longer in the prearchive.");
            }

            if (!current.IsIdle)
            {
                return Failed(session, current, XnatErrorCode.PrearchiveBusy, $"The session stays {current.Status}.");
            }

            if (_options.Project is string project && !string.Equals(project, current.Project, StringComparison.Ordinal))
            {
                MoveResult moved = await ChangeProjectAsync(current, project, cancellationToken).ConfigureAwait(false);
                if (moved.Code is not null || moved.Prearchive is null)
                {
                    return moved;
                }

                current = moved.Prearchive;
            }

            return _options.Archive
                ? await ArchiveAsync(session, current, cancellationToken).ConfigureAwait(false)
                : new MoveResult { Source = session, Outcome = ImportOutcome.InPrearchive, Prearchive = current };
        }
        catch (XnatException fault) when (!Faults.IsFatal(fault) || fault.Code == XnatErrorCode.PermissionDenied)
        {
            return fault.Code == XnatErrorCode.Conflict ? Conflicting(session, session) : Failed(session, session, fault.Code, fault.Message);
        }
    }

    private async Task<MoveResult> ChangeProjectAsync(PrearchiveSession session, string project, CancellationToken cancellationToken)
    {
        HashSet<string> before = [];
        foreach (PrearchiveSession other in await _gateway.PrearchiveAsync(project, cancellationToken).ConfigureAwait(false))
        {
            before.Add(other.Url);
        }

        // A locked session is answered like a success without anything done.
        for (int i = 0; !await _gateway.MoveAsync(session, project, cancellationToken).ConfigureAwait(false); i++)
        {
            if (i == LockedTries)
            {
                return Failed(session, session, XnatErrorCode.PrearchiveBusy, "The session is locked; the server did not move it.");
            }

            await Pause.ForAsync(_options.Time, _options.PollInterval, cancellationToken).ConfigureAwait(false);
        }

        DateTimeOffset end = _options.Time.GetUtcNow() + _options.Timeout;
        PrearchiveSession? arrived = null;
        while (true)
        {
            foreach (PrearchiveSession candidate in await _gateway.PrearchiveAsync(project, cancellationToken).ConfigureAwait(false))
            {
                if (string.Equals(candidate.Project, project, StringComparison.Ordinal) && IsSame(session, candidate) && !before.Contains(candidate.Url))
                {
                    arrived = candidate;
                }
            }

            if (arrived is { IsIdle: true })
            {
                return arrived.Status == "ERROR"
                    ? Failed(session, arrived, XnatErrorCode.PrearchiveFailed, "The session is in ERROR after the move; its log has the reason.")
                    : new MoveResult { Source = session, Outcome = ImportOutcome.InPrearchive, Prearchive = arrived };
            }

            if (_options.Time.GetUtcNow() >= end)
            {
                return Failed(session, arrived ?? session, XnatErrorCode.PrearchiveBusy, "The move has not ended in time.");
            }

            await Pause.ForAsync(_options.Time, _options.PollInterval, cancellationToken).ConfigureAwait(false);
            arrived = null;
        }
    }

    private async Task<MoveResult> ArchiveAsync(PrearchiveSession source, PrearchiveSession session, CancellationToken cancellationToken)
    {
        ArchiveAnswer answer = new(session.Project, _options.Subject ?? session.Subject, _options.Session ?? session.Session);
        XnatException? unsure = null;
        for (int i = 0; ; i++)
        {
            try
            {
                answer = await _gateway.ArchiveAsync(session, _options.Subject, _options.Session, _options.Overwrite, _options.OverwriteFiles, cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (XnatException fault) when (fault.Code == XnatErrorCode.Conflict)
            {
                return Conflicting(source, session);
            }
            catch (XnatException fault) when (i < LockedTries && (fault.Code == XnatErrorCode.Locked || fault.Code == XnatErrorCode.PrearchiveBusy || fault.Code == XnatErrorCode.ServerBusy))
            {
                await Pause.ForAsync(_options.Time, _options.PollInterval, cancellationToken).ConfigureAwait(false);
            }
            catch (XnatException fault) when (!Faults.IsFatal(fault) && !Faults.IsRefusal(fault))
            {
                // It may be archiving all the same: the archive tells, not the answer.
                unsure = fault;
                break;
            }
        }

        DateTimeOffset end = _options.Time.GetUtcNow() + _options.Timeout;
        while (true)
        {
            PrearchiveSession? left;
            ImageSession? archived;
            try
            {
                left = await _gateway.RefreshAsync(session, cancellationToken).ConfigureAwait(false);
                archived = left is null ? await FindArchivedAsync(session, answer, cancellationToken).ConfigureAwait(false) : null;
            }
            catch (XnatException fault) when (!Faults.IsFatal(fault))
            {
                // The archive call was made: a look that fails says nothing about it.
                if (_options.Time.GetUtcNow() >= end)
                {
                    return Failed(source, null, XnatErrorCode.OutcomeUnknown, "The server was asked to archive the session, and could not be asked what came of it.");
                }

                await Pause.ForAsync(_options.Time, _options.PollInterval, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (archived is not null)
            {
                return new MoveResult { Source = source, Outcome = ImportOutcome.Archived, Archived = archived };
            }

            if (left is null)
            {
                // Gone from the one place and not yet in the other: look again.
            }
            else if (left.Status == "CONFLICT")
            {
                return Conflicting(source, left);
            }
            else if (left.Status == "ERROR" || (left.Status == "READY" && unsure is not null))
            {
                return Failed(source, left, unsure?.Code ?? XnatErrorCode.PrearchiveFailed, "The session was not archived; its log has the reason.");
            }

            if (_options.Time.GetUtcNow() >= end)
            {
                return left is null
                    ? Failed(source, null, XnatErrorCode.OutcomeUnknown, "The session left the prearchive and is not in the archive.")
                    : Failed(source, left, XnatErrorCode.PrearchiveBusy, $"The session stays {left.Status}.");
            }

            await Pause.ForAsync(_options.Time, _options.PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ImageSession?> FindArchivedAsync(PrearchiveSession session, ArchiveAnswer answer, CancellationToken cancellationToken)
    {
        foreach (ImageSession archived in await _gateway.ArchivedAsync(answer.Project ?? session.Project, cancellationToken).ConfigureAwait(false))
        {
            // The study decides, for a stranger may bear the label, and of several sessions of one study the label; but what was merged
            // on purpose keeps the older study's UID.
            bool label = answer.Session is string asked && archived.Session is string there && LabelRules.AreSame(asked, there);
            bool same = session.StudyInstanceUid is null || string.IsNullOrEmpty(archived.StudyInstanceUid) || _options.Overwrite != ArchiveOverwrite.None
                ? label
                : string.Equals(archived.StudyInstanceUid, session.StudyInstanceUid, StringComparison.Ordinal) && (label || answer.Session is null);
            if (same)
            {
                return archived;
            }
        }

        return null;
    }

    private async Task<PrearchiveSession?> WaitIdleAsync(PrearchiveSession session, CancellationToken cancellationToken)
    {
        DateTimeOffset end = _options.Time.GetUtcNow() + _options.Timeout;
        while (true)
        {
            PrearchiveSession? current = await _gateway.RefreshAsync(session, cancellationToken).ConfigureAwait(false);
            if (current is null || current.IsIdle || _options.Time.GetUtcNow() >= end)
            {
                return current;
            }

            await Pause.ForAsync(_options.Time, _options.PollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool LabelsAreValid() => Campaign.LabelCheck.IsLabel(_options.Subject) && Campaign.LabelCheck.IsLabel(_options.Session);

    /// <summary>By study; the arrival time and the folder may change with the move.</summary>
    private static bool IsSame(PrearchiveSession asked, PrearchiveSession candidate) => asked.StudyInstanceUid is null
        ? string.Equals(asked.Folder, candidate.Folder, StringComparison.Ordinal)
        : string.Equals(asked.StudyInstanceUid, candidate.StudyInstanceUid, StringComparison.Ordinal);

    private static MoveResult Conflicting(PrearchiveSession source, PrearchiveSession where) => new()
    {
        Source = source,
        Outcome = ImportOutcome.Conflict,
        Code = XnatErrorCode.Conflict,
        Reason = "The archive has a session of that name, or a part of it; nothing was overwritten.",
        Prearchive = where,
    };

    private static MoveResult Failed(PrearchiveSession source, PrearchiveSession? where, XnatErrorCode code, string reason) => new()
    {
        Source = source,
        Outcome = ImportOutcome.Failed,
        Code = code,
        Reason = reason,
        Prearchive = where,
    };
}

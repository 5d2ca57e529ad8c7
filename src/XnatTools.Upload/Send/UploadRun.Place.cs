using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Upload;

/// <content>
/// Where the objects go. XNAT puts what arrives of a study into the session of that study which waits in the project's prearchive, whatever
/// label was asked for: labels of another subject would be lost in silence.
/// </content>
internal sealed partial class UploadRun
{
    private const string OtherSession = "The project's prearchive has this study as another session, and XNAT would put these objects into it: archive, move or remove that session first.";

    private async Task RefuseOtherSessionAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<PrearchiveSession> sessions;
        try
        {
            sessions = await _client.Prearchive.ListAsync(_target.Project, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException error) when (error.Code == XnatErrorCode.NotFound || error.Code == XnatErrorCode.PermissionDenied)
        {
            return; // Who may not see it may not send either, and is told so then.
        }

        foreach (PrearchiveSession waiting in sessions)
        {
            if (waiting.StudyInstanceUid == _session.StudyInstanceUid && waiting.Project == _target.Project)
            {
                CheckPlace(waiting);
            }
        }
    }

    private void CheckPlace(PrearchiveSession waiting)
    {
        if (!string.Equals(waiting.Session, _target.Session, StringComparison.OrdinalIgnoreCase))
        {
            throw new XnatException(XnatErrorCode.Conflict, OtherSession) { Advice = "Get-XnatPrearchive shows it: archive, move or remove it first." };
        }
    }

    // What went over a receiver shows up in the list under its study, in the project that its headers name.
    private async Task<string?> LocateAsync(CancellationToken cancellationToken)
    {
        bool isElsewhere = false;
        for (int look = 0; look < 12; look++)
        {
            IReadOnlyList<PrearchiveSession> waiting = await _client.Prearchive.ListAsync(null, cancellationToken).ConfigureAwait(false);
            PrearchiveSession[] same = waiting.Where(s => s.StudyInstanceUid == _session.StudyInstanceUid).ToArray();
            if (same.FirstOrDefault(s => s.Project == _target.Project && string.Equals(s.Session, _target.Session, StringComparison.OrdinalIgnoreCase)) is PrearchiveSession found)
            {
                return found.Url;
            }

            if (same.FirstOrDefault(s => s.Project == _target.Project) is PrearchiveSession other)
            {
                CheckPlace(other);
            }

            isElsewhere = same.Length > 0;
            await Pause.ForAsync(_options.Time, TimeSpan.FromSeconds(5), cancellationToken).ConfigureAwait(false);
        }

        return isElsewhere
            ? throw new XnatException(XnatErrorCode.UnexpectedResponse, "The receiver filed the objects elsewhere than in the project.") { Advice = "Get-XnatPrearchive shows where; the receiver may have rules of its own." }
            : null;
    }
}

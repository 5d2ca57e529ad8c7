using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Commands;

/// <summary>Where the headers of a session lie at the server, in the prearchive or the archive.</summary>
internal static class HeaderSources
{
    /// <summary>What the server calls a session: without a relabelling that is what the header said.</summary>
    public static string?[] LabelsOf(object target) => target switch
    {
        PrearchiveSession session => [session.Subject, session.Session],
        PrearchiveScan { PrearchiveSession: { } session } => [session.Subject, session.Session],
        ImageSession session => [session.Subject, session.Session],
        _ => [],
    };

    /// <summary>A place a scan, each with its study; the session itself when it is not built yet.</summary>
    public static async Task<List<(string Source, string? Study)>> FindAsync(XnatClient client, object target, CancellationToken token)
    {
        List<(string, string?)> sources = [];
        switch (target)
        {
            case PrearchiveScan scan:
                sources.Add((scan.PrearchiveSession?.Url + "/scans/" + scan.Id, scan.PrearchiveSession?.StudyInstanceUid));
                break;
            case PrearchiveSession session:
                try
                {
                    foreach (PrearchiveScan scan in await client.Prearchive.ScansAsync(session, token).ConfigureAwait(false))
                    {
                        sources.Add((session.Url + "/scans/" + scan.Id, session.StudyInstanceUid));
                    }
                }
                catch (XnatException error) when (error.Code == XnatErrorCode.NotFound)
                {
                    // A session that is not built yet has objects and no scans: its first object tells for all.
                    sources.Add((session.Url, session.StudyInstanceUid));
                }

                break;
            case ImageSession session:
                string url = $"/archive/projects/{session.Project}/subjects/{session.Subject}/experiments/{session.Session}";
                foreach (XnatScan scan in await client.Archive.ScansAsync(session.Id, token).ConfigureAwait(false))
                {
                    sources.Add((url + "/scans/" + scan.Id, session.StudyInstanceUid));
                }

                break;
        }

        return sources;
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace XnatTools.Sandbox.Dqr;

/// <summary>
/// What really became of imports (GET /sandbox/imports): each record ever queued, and the files on disk of each session. Tests judge
/// a client by it; no XNAT tells this.
/// </summary>
internal static class ImportTruth
{
    internal static object Of(SandboxContext context, DqrStore store)
    {
        lock (context.State.Sync)
        {
            return new
            {
                queued = store.Read(document => document.Queued.ToArray()),
                waiting = store.Read(document => document.Queue.ConvertAll(record => new { record.Id, record.StudyInstanceUid, record.Status, record.Retries })),
                history = store.Read(document => document.History.ConvertAll(record => new { record.Id, record.StudyInstanceUid, record.Status })),
                prearchive = context.State.Prearchive.ConvertAll(entry => new
                {
                    entry.Project,
                    studyInstanceUid = entry.Tag,
                    entry.Status,
                    session = entry.Name,
                    files = Files(entry.Scans, context.Prearchive.FolderOf(entry)),
                }),
                archive = context.State.Sessions.ConvertAll(session => new
                {
                    session.Project,
                    studyInstanceUid = session.Uid,
                    session.Id,
                    session = session.Label,
                    files = Files(session.Scans, context.Prearchive.Archiver.FolderOf(session)),
                }),
            };
        }
    }

    /// <summary>Files that are really there, by series UID.</summary>
    private static Dictionary<string, int> Files(List<SandboxScan> scans, string folder) =>
        scans.GroupBy(scan => scan.Uid, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => group.Sum(scan => scan.Resources.Sum(resource => resource.Files.Count(file => File.Exists(Path.Combine(folder, resource.Folder, file.Name))))),
            StringComparer.Ordinal);
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Prearchive;

namespace XnatTools.Sandbox.Core.Import;

/// <summary>The handler SI: the objects of exactly one session, built at once, conflicts answered with their reason.</summary>
internal static class SessionImport
{
    internal static async Task<IReadOnlyList<string>> RunAsync(LegacyCall call, ImportParameters parameters, ImportFile file, CancellationToken cancellationToken)
    {
        // One study only is found out before anything is stored.
        List<(string Path, string Name)> files = PackedFiles.Of(file.Path, file.Name, call).ToList();
        ImportSessions sessions = new(call, parameters);
        try
        {
            string[] studies = files.Select(f => Study(f.Path)).Where(s => s.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
            if (studies.Length != 1)
            {
                throw new ImportException(400, studies.Length == 0 ? "Unable to find valid session data in the uploaded file." : "Multiple sessions in the uploaded file.");
            }

            foreach ((string path, string name) in files.Where(f => Study(f.Path).Length > 0))
            {
                await sessions.TakeAsync(path, name, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            files.ForEach(f => System.IO.File.Delete(f.Path));
        }

        return sessions.Entries.Select(e => Finish(call, parameters, e)).ToList();
    }

    private static string Finish(LegacyCall call, ImportParameters parameters, PrearchiveEntry entry)
    {
        lock (call.State.Sync)
        {
            entry.PreventAutoCommit = false;
            call.Context.Prearchive.Build(entry);
            bool archive = parameters.ToArchive
                || (!parameters.ToPrearchive && entry.Project != PrearchiveEntry.Unassigned && entry.AutoArchive.StartsWith("AutoArchive", StringComparison.Ordinal));
            if (entry.Status != "READY")
            {
                throw new ImportException(500, "Unable to build the session.");
            }

            if (!archive)
            {
                return "/data" + entry.Url;
            }

            ArchiveOutcome outcome = call.Context.Prearchive.Archiver.Archive(entry, DicomImport.ArchiveOf(parameters), call.Caller.Name);
            return outcome.Status == 200 ? "/data" + outcome.Text : throw new ImportException(outcome.Status, outcome.Text);
        }
    }

    private static string Study(string path)
    {
        try
        {
            return HeaderReader.Read(path).StudyInstanceUid;
        }
        catch (Dicom.DicomException)
        {
            return "";
        }
    }
}

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Prearchive;

namespace XnatTools.Sandbox.Core.Import;

/// <summary>The handlers DICOM-zip and gradual-DICOM: each object goes the way of a receiver's (specification 17.3).</summary>
internal static class DicomImport
{
    /// <summary>Any number of objects in an archive; their sessions are built at the end when the caller gave a destination or said so.</summary>
    internal static async Task<IReadOnlyList<string>> ZipAsync(LegacyCall call, ImportParameters parameters, ImportFile file, CancellationToken cancellationToken)
    {
        ImportSessions sessions = new(call, parameters);
        foreach ((string path, string name) in PackedFiles.Of(file.Path, file.Name, call))
        {
            await sessions.TakeAsync(path, name, cancellationToken).ConfigureAwait(false);
        }

        return sessions.Entries.Select(e => parameters.Commit && !e.IsDirect ? Commit(call, parameters, e) : UrlOf(e)).ToList();
    }

    /// <summary>Exactly one object.</summary>
    internal static async Task<IReadOnlyList<string>> OneAsync(LegacyCall call, ImportParameters parameters, ImportFile file, CancellationToken cancellationToken)
    {
        ImportSessions sessions = new(call, parameters);
        string path = ImportBody.NewPath(call);
        File.Copy(file.Path, path);
        await sessions.TakeAsync(path, file.Name, cancellationToken).ConfigureAwait(false);
        return sessions.Entries.Select(UrlOf).ToList();
    }

    private static string UrlOf(PrearchiveEntry entry) => entry.IsDirect ? entry.DirectUrl : "/data" + entry.Url;

    /// <summary>Builds a session, and archives it where that was asked for.</summary>
    /// <exception cref="ImportException">400 whatever went wrong: the reason stands in the session's log only.</exception>
    private static string Commit(LegacyCall call, ImportParameters parameters, PrearchiveEntry entry)
    {
        lock (call.State.Sync)
        {
            entry.PreventAutoCommit = false;
            call.Context.Prearchive.Build(entry);
            if (entry.Status != "READY")
            {
                throw new ImportException(400, "unable to build the Prearchive session");
            }

            if (!parameters.ToArchive && !entry.AutoArchive.StartsWith("AutoArchive", System.StringComparison.Ordinal))
            {
                return "/data" + entry.Url;
            }

            ArchiveOutcome outcome = call.Context.Prearchive.Archiver.Archive(entry, ArchiveOf(parameters), call.Caller.Name);
            return outcome.Status == 200
                ? "/data" + outcome.Text
                : throw new ImportException(400, "unable to archive for the Prearchive session");
        }
    }

    internal static ArchiveRequest ArchiveOf(ImportParameters parameters) => new()
    {
        Subject = parameters.Subject,
        Session = parameters.Session,
        Overwrite = parameters.Overwrite is "append" or "delete" or "override" ? parameters.Overwrite : null,
        OverwriteFiles = parameters.OverwriteFiles,
        Quarantine = parameters.Quarantine,
    };
}

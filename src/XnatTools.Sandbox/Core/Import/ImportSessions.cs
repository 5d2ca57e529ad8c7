using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Prearchive;

namespace XnatTools.Sandbox.Core.Import;

/// <summary>Files the objects of one request and remembers which prearchive sessions they came to.</summary>
internal sealed class ImportSessions(LegacyCall call, ImportParameters parameters)
{
    private readonly List<PrearchiveEntry> _entries = [];

    /// <summary>Sessions in the order in which they were met.</summary>
    internal IReadOnlyList<PrearchiveEntry> Entries => _entries;

    /// <summary>Files one object from a temporary file, which is taken away.</summary>
    /// <exception cref="ImportException">400: it is no DICOM object, or belongs to another study than the session named.</exception>
    internal async Task TakeAsync(string path, string name, CancellationToken cancellationToken)
    {
        try
        {
            ArrivedHeader? header = Header(path);
            if (header is null)
            {
                if (parameters.IgnoreUnparsable)
                {
                    return;
                }

                throw new ImportException(400, "Unable to read DICOM object " + Safe(name));
            }

            PrearchiveEntry? named = Named();
            if (named is not null && named.Tag.Length > 0 && named.Tag != header.StudyInstanceUid)
            {
                throw new ImportException(400, "The study instance UID of the object differs from that of the prearchive session.");
            }

            if (call.Context.Faults.Take(FaultNames.ImportError, header.SopInstanceUid))
            {
                throw new ImportException(500, "Unable to write the object.");
            }

            FilingResult result = await call.Context.Filing.FileAsync(
                new ArrivedObject
                {
                    Path = path,
                    Header = header,
                    CallingAETitle = parameters.CallingAETitle,
                    Project = parameters.Project is string project ? ProjectId(project) : null,
                    Subject = named?.Subject ?? parameters.Subject,
                    Session = named?.Name ?? parameters.Session,
                    Direct = parameters.Direct,
                    PreventAnon = parameters.PreventAnon,
                    PreventAutoCommit = parameters.PreventAutoCommit,
                    Source = parameters.Source,
                    FileName = parameters.Rename ? null : Path.GetFileName(name),
                },
                cancellationToken).ConfigureAwait(false);
            if (result.ScriptFailed)
            {
                throw new ImportException(400, "Unable to anonymize the object.");
            }

            Remember(result.Entry);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The project by id or alias.</summary>
    private string ProjectId(string name)
    {
        lock (call.State.Sync)
        {
            return Identifier.FindProject(call.State, name)?.Id ?? name;
        }
    }

    /// <summary>The prearchive session that the request continues; null when it names none.</summary>
    /// <exception cref="ImportException">404: there is none of that name.</exception>
    private PrearchiveEntry? Named()
    {
        if (parameters.Timestamp is not string timestamp || parameters.Folder is not string folder)
        {
            return null;
        }

        lock (call.State.Sync)
        {
            return call.Context.Prearchive.Find(parameters.Project ?? PrearchiveEntry.Unassigned, timestamp, folder)
                ?? throw new ImportException(404, "Unable to find the prearchive session.");
        }
    }

    private void Remember(PrearchiveEntry? entry)
    {
        if (entry is null || _entries.Contains(entry))
        {
            return;
        }

        lock (call.State.Sync)
        {
            _entries.Add(entry);
            entry.Visit = parameters.Visit ?? entry.Visit;
            entry.Protocol = parameters.Protocol ?? entry.Protocol;
            entry.TimeZone = parameters.TimeZone ?? entry.TimeZone;
            entry.AutoArchive = parameters switch
            {
                _ when entry.IsDirect => entry.AutoArchive,
                { ToArchive: true } => "AutoArchive",
                { ToPrearchive: true } => "Manual",
                { AutoArchive: true } => "AutoArchive",
                { AutoArchive: false } => "Manual",
                _ => entry.AutoArchive,
            };
            call.State.Changed();
        }
    }

    private static ArrivedHeader? Header(string path)
    {
        try
        {
            ArrivedHeader header = HeaderReader.Read(path);
            return header.SopInstanceUid.Length > 0 && header.SopClassUid.Length > 0 ? header : null;
        }
        catch (DicomException)
        {
            return null;
        }
    }

    // The name comes from the sender and goes into a page: letters, digits and a few marks only.
    private static string Safe(string name) => new(name.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_').Take(80).ToArray());
}

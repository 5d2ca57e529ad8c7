using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml;
using System.Xml.Linq;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;

namespace XnatTools.Sandbox.Core.Import;

/// <summary>
/// The handler XAR: a zip with documents of image sessions and the files that they name, straight into the archive
/// (specification 17.3). Subject and session are made; a document of anything else is passed over.
/// </summary>
internal static class XarImport
{
    private const long MaxDocument = 16 << 20;

    internal static IReadOnlyList<string> Run(LegacyCall call, ImportParameters parameters, ImportFile file)
    {
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(file.Path);
            (XElement Root, string Folder)[] sessions = [.. zip.Entries.Where(IsDocument).Select(e => (Read(e), FolderOf(e.FullName))).Where(d => IsSession(d.Item1))];
            if (sessions.Length == 0)
            {
                throw new ImportException(400, "The XAR holds no document of an image session.");
            }

            return [.. sessions.Select(d => Store(call, parameters, zip, d.Root, d.Folder))];
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException)
        {
            throw new ImportException(400, "Unable to read the XAR.");
        }
    }

    private static string Store(LegacyCall call, ImportParameters parameters, ZipArchive zip, XElement root, string folder)
    {
        lock (call.State.Sync)
        {
            SandboxProject project = Identifier.FindProject(call.State, parameters.Project ?? Attribute(root, "project")) is SandboxProject found && call.Caller.CanSee(found.Id)
                ? found
                : throw new ImportException(404, "Unable to identify the project.");
            if (!call.Caller.CanEdit(project.Id))
            {
                throw new ImportException(403, "The user has no permission to create sessions in this project.");
            }

            string label = Identifier.CleanLabel(parameters.Session ?? Attribute(root, "label"));
            string subjectLabel = Identifier.CleanLabel(parameters.Subject ?? Child(root, "subject_ID"));
            if (label.Length == 0 || subjectLabel.Length == 0)
            {
                throw new ImportException(400, "The XAR's session has no label, or no subject.");
            }

            if (call.Context.Prearchive.Archiver.FindSession(project.Id, label) is not null)
            {
                throw new ImportException(409, "Session already exists");
            }

            SandboxSubject subject = call.Context.Prearchive.Archiver.FindSubject(project.Id, subjectLabel)
                ?? call.Context.Prearchive.Archiver.AddSubject(project.Id, subjectLabel, call.Caller.Name);
            string now = SqlTime.Format(call.Context.Clock.GetUtcNow(), call.Context.Clock);
            SandboxSession session = new()
            {
                Id = $"XNAT_E{call.State.NextId("experiment"):00000}",
                Project = project.Id,
                SubjectId = subject.Id,
                Label = label,
                XsiType = TypeOf(root.Name.LocalName),
                Modality = Attribute(root, "modality"),
                Uid = Attribute(root, "UID"),
                Date = Child(root, "date"),
                Time = Child(root, "time"),
                Note = Child(root, "note"),
                InsertDate = now,
                InsertUser = call.Caller.Name,
                LastModified = now,
            };
            try
            {
                foreach (XElement scan in Children(root, "scans").SelectMany(s => Children(s, "scan")))
                {
                    session.Scans.Add(Scan(call, session, zip, scan, folder));
                }
            }
            catch
            {
                Archive.ArchiveFiles.Delete(call.Context, session, removeFiles: true);
                throw;
            }

            call.State.Sessions.Add(session);
            call.State.Changed();
            return $"/data/archive/projects/{project.Id}/subjects/{subject.Label}/experiments/{session.Label}";
        }
    }

    private static SandboxScan Scan(LegacyCall call, SandboxSession session, ZipArchive zip, XElement scan, string folder)
    {
        SandboxScan made = new()
        {
            Id = Identifier.CleanLabel(Attribute(scan, "ID")),
            Uid = Attribute(scan, "UID"),
            Type = Attribute(scan, "type"),
            XsiType = Attribute(scan, "type", "http://www.w3.org/2001/XMLSchema-instance"),
            Modality = Child(scan, "modality"),
            SeriesDescription = Child(scan, "series_description"),
            Note = Child(scan, "note"),
            Quality = Child(scan, "quality") is { Length: > 0 } quality ? quality : "usable",
            Frames = int.TryParse(Child(scan, "frames"), out int frames) ? frames : 0,
        };
        if (made.Id.Length == 0 || session.Scans.Exists(s => s.Id == made.Id))
        {
            throw new ImportException(400, "A scan of the XAR has no number of its own.");
        }

        foreach (XElement file in Children(scan, "file"))
        {
            string label = Identifier.CleanLabel(Attribute(file, "label") is { Length: > 0 } named ? named : "DICOM");
            SandboxResource resource = new()
            {
                Id = call.State.NextId("resource") + 1000,
                Label = label,
                Format = Attribute(file, "format"),
                Content = Attribute(file, "content"),
                Folder = $"SCANS/{made.Id}/{label}",
            };
            made.Resources.Add(resource);
            string target = Path.Combine(call.Context.Prearchive.Archiver.FolderOf(session), resource.Folder);
            Directory.CreateDirectory(target);
            foreach (ZipArchiveEntry entry in Named(zip, folder + Attribute(file, "URI")))
            {
                Take(entry, target, resource);
            }
        }

        return made;
    }

    // A URI names a catalogue of files that lie beside it, or one file.
    private static IEnumerable<ZipArchiveEntry> Named(ZipArchive zip, string uri)
    {
        ZipArchiveEntry one = zip.GetEntry(uri) ?? throw new ImportException(400, "The XAR does not hold a file that its document names.");
        if (!IsDocument(one) || Read(one) is not { Name.LocalName: "Catalog" or "DCMCatalog" } catalogue)
        {
            return [one];
        }

        return catalogue.Descendants().Where(e => e.Name.LocalName == "entry")
            .Select(e => zip.GetEntry(FolderOf(uri) + Attribute(e, "URI")) ?? throw new ImportException(400, "The XAR does not hold a file that its catalogue names."));
    }

    private static void Take(ZipArchiveEntry entry, string target, SandboxResource resource)
    {
        // The name comes from the sender: the last part only, without what could lead elsewhere.
        string name = Path.GetFileName(entry.Name.Replace('\\', '/'));
        string path = Path.Combine(target, name);
        if (name is "" or "." or ".." || File.Exists(path))
        {
            throw new ImportException(400, "The XAR names a file that cannot be stored.");
        }

        entry.ExtractToFile(path);
        string uid = "";
        try
        {
            uid = HeaderReader.Read(path).SopInstanceUid;
        }
        catch (Dicom.DicomException)
        {
            // A file of another kind.
        }

        resource.Files.Add(new SandboxFile
        {
            Name = name,
            Size = new FileInfo(path).Length,
            Digest = FileDigest.Of(path),
            Format = resource.Format,
            Content = resource.Content,
            SopInstanceUid = uid,
        });
    }

    private static bool IsDocument(ZipArchiveEntry entry) => entry.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && entry.Length <= MaxDocument;

    private static bool IsSession(XElement root) => root.Name.LocalName.EndsWith("Session", StringComparison.Ordinal);

    private static XElement Read(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        using XmlReader reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxDocument });
        return XElement.Load(reader);
    }

    // MRSession is of the type mrSessionData, OtherDicomSession of otherDicomSessionData.
    private static string TypeOf(string name)
    {
        int capitals = name.TakeWhile(char.IsAsciiLetterUpper).Count();
        int lower = capitals > 1 ? capitals - 1 : 1;
        return $"xnat:{name[..lower].ToLowerInvariant()}{name[lower..]}Data";
    }

    private static string FolderOf(string name) => name[..(name.LastIndexOf('/') + 1)];

    private static IEnumerable<XElement> Children(XElement parent, string name) => parent.Elements().Where(e => e.Name.LocalName == name);

    private static string Child(XElement parent, string name) => Children(parent, name).FirstOrDefault()?.Value.Trim() ?? "";

    private static string Attribute(XElement element, string name, string space = "") => element.Attribute(XName.Get(name, space))?.Value.Trim() ?? "";
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using XnatTools.Sandbox.Core.Archive;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;

namespace XnatTools.Sandbox.Core.Files;

/// <summary>The object whose resources a path names: its folder, its resources, and what is written into zip entries.</summary>
internal sealed class FileSet
{
    /// <summary>/data/experiments/E/scans/2, without resources.</summary>
    internal required string Uri { get; init; }

    internal required string Project { get; init; }

    /// <summary>Folder that resource folders are relative to.</summary>
    internal required string Folder { get; init; }

    /// <summary>Resources, each with its scan when it belongs to one.</summary>
    internal required List<(SandboxResource Resource, SandboxScan? Scan)> Resources { get; init; }

    /// <summary>Where a new resource goes; null when the path names several objects.</summary>
    internal List<SandboxResource>? Target { get; init; }

    /// <summary>Folder of a new resource, relative to <see cref="Folder"/>.</summary>
    internal string TargetFolder { get; init; } = "RESOURCES";

    /// <summary>Session label, or the project's id: name of the zip.</summary>
    internal required string Name { get; init; }

    /// <summary>Subject label, for zip entries.</summary>
    internal string Subject { get; init; } = "";

    internal string PathOf(SandboxResource resource, SandboxFile file) => Path.Combine(Folder, resource.Folder, file.Name);

    /// <summary>URI of one file, by the resource's number.</summary>
    internal string UriOf(SandboxResource resource, SandboxScan? scan, SandboxFile file)
    {
        string root = scan is null || Uri.Contains("/scans/", StringComparison.Ordinal)
            ? Uri[..(Uri.IndexOf("/scans/", StringComparison.Ordinal) is int at and > 0 && scan is not null ? at : Uri.Length)]
            : Uri;
        string place = scan is null ? root : $"{root}/scans/{System.Uri.EscapeDataString(scan.Id)}";
        return $"{place}/resources/{resource.Id}/files/{System.Uri.EscapeDataString(file.Name)}";
    }

    /// <summary>The object of the call's path; null when there is none or it cannot be read.</summary>
    internal static FileSet? Find(LegacyCall call, bool allOfSession)
    {
        if (call.Values.ContainsKey("E"))
        {
            return ExperimentPaths.Find(call) is SandboxSession session ? OfSession(call, session, allOfSession) : null;
        }

        if (call.Values.TryGetValue("S", out string? subjectName))
        {
            SandboxSubject? subject = SubjectPaths.Find(call, call.Values.GetValueOrDefault("P"), subjectName);
            return subject is null ? null : new FileSet
            {
                Uri = "/data/subjects/" + subject.Id,
                Project = subject.Project,
                Folder = Path.Combine(call.State.ArchiveFolder, subject.Project, "subjects", subject.Label),
                Resources = [],
                Name = subject.Label,
            };
        }

        if (ProjectPaths.Readable(call, call["P"]) is not SandboxProject project)
        {
            return null;
        }

        return new FileSet
        {
            Uri = "/data/projects/" + project.Id,
            Project = project.Id,
            Folder = Path.Combine(call.State.ArchiveFolder, project.Id),
            Resources = project.Resources.Select(r => (r, (SandboxScan?)null)).ToList(),
            Target = project.Resources,
            TargetFolder = "resources",
            Name = project.Id,
        };
    }

    private static FileSet? OfSession(LegacyCall call, SandboxSession session, bool allOfSession)
    {
        string uri = "/data/experiments/" + session.Id;
        string folder = ArchiveFiles.FolderOf(call.Context, session);
        string subject = call.State.Subjects.FirstOrDefault(s => s.Id == session.SubjectId)?.Label ?? "";
        if (!call.Values.TryGetValue("N", out string? names))
        {
            List<(SandboxResource, SandboxScan?)> all = session.Resources.Select(r => (r, (SandboxScan?)null)).ToList();
            if (allOfSession)
            {
                all.AddRange(OfScans(session.Scans));
            }

            return new FileSet { Uri = uri, Project = session.Project, Folder = folder, Resources = all, Target = session.Resources, Name = session.Label, Subject = subject };
        }

        List<SandboxScan> scans = ScanPaths.Select(session, names);
        return scans.Count == 0 ? null : new FileSet
        {
            Uri = scans.Count == 1 ? $"{uri}/scans/{System.Uri.EscapeDataString(scans[0].Id)}" : uri,
            Project = session.Project,
            Folder = folder,
            Resources = OfScans(scans).ToList(),
            Target = scans.Count == 1 ? scans[0].Resources : null,
            TargetFolder = $"SCANS/{Identifier.CleanLabel(scans[0].Id)}",
            Name = session.Label,
            Subject = subject,
        };
    }

    private static IEnumerable<(SandboxResource, SandboxScan?)> OfScans(IEnumerable<SandboxScan> scans) =>
        scans.SelectMany(s => s.Resources.Select(r => (r, (SandboxScan?)s)));
}

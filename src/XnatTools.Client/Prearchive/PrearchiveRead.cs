using System;
using System.Collections.Generic;
using System.Text.Json;

namespace XnatTools.Client;

/// <summary>Reads prearchive rows and file lists.</summary>
internal static class PrearchiveRead
{
    public const string Unassigned = "Unassigned";

    public static PrearchiveSession Session(JsonElement row)
    {
        string? url = XnatPath.Bare(row.Text("url"));
        string project = row.Text("project") ?? XnatPath.After(url, "projects") ?? Unassigned;
        string timestamp = row.Text("timestamp") ?? "";
        string folder = row.Text("folderName") ?? row.Text("name") ?? "";
        return new PrearchiveSession
        {
            Project = project,
            Timestamp = timestamp,
            Folder = folder,
            Subject = row.Text("subject"),
            Session = row.Text("name"),
            Status = (row.Text("status") ?? "").ToUpperInvariant(),
            StudyInstanceUid = row.Text("tag"),
            ScanDate = WireDate.Day(row.Text("scan_date")),
            ScanTime = WireDate.Time(row.Text("scan_time")),
            Uploaded = WireDate.Local(row.Text("uploaded")),
            LastModified = WireDate.Local(row.Text("lastmod")),
            AutoArchive = row.Text("autoarchive"),
            PreventAnonymization = row.Bool("prevent_anon") ?? false,
            PreventAutoCommit = row.Bool("prevent_auto_commit") ?? false,
            Source = row.Text("SOURCE"),
            Url = url ?? Url(project, timestamp, folder),
        };
    }

    public static string Url(string project, string timestamp, string folder) =>
        $"/prearchive/projects/{Uri.EscapeDataString(project)}/{Uri.EscapeDataString(timestamp)}/{Uri.EscapeDataString(folder)}";

    public static List<XnatFile> Files(JsonDocument json, XnatResponse response, string? resource)
    {
        List<XnatFile> files = [];
        foreach (JsonElement row in ResultSet.Rows(json, response))
        {
            files.Add(new XnatFile
            {
                Name = row.Text("Name") ?? "",
                Size = row.Long("Size"),
                Url = XnatPath.Bare(row.Text("URI")) ?? "",
                Resource = row.Text("collection") ?? resource,
                Format = row.Text("file_format"),
                Content = row.Text("file_content"),
                Digest = row.Text("digest"),
            });
        }

        return files;
    }
}

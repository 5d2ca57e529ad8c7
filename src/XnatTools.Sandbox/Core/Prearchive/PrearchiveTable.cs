using System;
using System.Collections.Generic;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Prearchive;

/// <summary>Prearchive sessions as rows (specification 15.1).</summary>
internal static class PrearchiveTable
{
    internal static Table Of(SandboxContext context, IEnumerable<PrearchiveEntry> entries)
    {
        Table table = new(
            "project", "timestamp", "lastmod", "uploaded", "scan_date", "scan_time", "subject", "folderName", "name", "tag", "status", "url",
            "autoarchive", "prevent_anon", "prevent_auto_commit", "SOURCE", "VISIT", "PROTOCOL", "TIMEZONE")
        {
            Total = false,
        };
        foreach (PrearchiveEntry e in entries)
        {
            table.Add(
                e.Project,
                e.Timestamp,
                SqlTime.Format(e.LastModified, context.Clock),
                SqlTime.Format(e.Uploaded, context.Clock),
                e.ScanDate.Length > 0 ? e.ScanDate + " 00:00:00.0" : "",
                e.ScanTime,
                e.Subject,
                e.Folder,
                e.Name,
                e.Tag,
                e.Status,
                e.Url,
                e.AutoArchive,
                e.PreventAnon ? "true" : "false",
                e.PreventAutoCommit ? "true" : "false",
                e.Source,
                e.Visit,
                e.Protocol,
                e.TimeZone);
        }

        return table;
    }

    /// <summary>The session document: what is known of it once it is built.</summary>
    internal static Item Document(PrearchiveEntry entry)
    {
        Item item = new Item(entry.XsiType.Length > 0 ? entry.XsiType : "xnat:otherDicomSessionData")
            .Set("project", entry.Project == PrearchiveEntry.Unassigned ? null : entry.Project).Set("label", entry.Name)
            .Set("UID", entry.Tag).Set("modality", entry.Modality).Set("date", entry.ScanDate).Set("time", entry.ScanTime)
            .Set("dcmAccessionNumber", entry.DcmAccessionNumber).Set("dcmPatientId", entry.DcmPatientId)
            .Set("dcmPatientName", entry.DcmPatientName).Set("scanner", entry.Scanner).Set("subject_ID", entry.Subject)
            .Set("prearchivePath", entry.Url);
        List<Item> scans = entry.Scans.ConvertAll(Archive.ExperimentItems.ScanItem);
        if (scans.Count > 0)
        {
            item.Children.Add(("scans/scan", scans));
        }

        return item;
    }
}

using System.Linq;
using XnatTools.Sandbox.Core.Legacy;

namespace XnatTools.Sandbox.Core.Archive;

/// <summary>Archived sessions as items.</summary>
internal static class ExperimentItems
{
    internal static Item ToItem(SandboxContext context, SandboxSession session, bool brief = false)
    {
        Item item = new Item(session.XsiType)
            .Set("ID", session.Id).Set("project", session.Project).Set("label", session.Label)
            .Set("UID", session.Uid).Set("modality", session.Modality).Set("date", session.Date).Set("time", session.Time)
            .Set("subject_ID", session.SubjectId).Set("dcmAccessionNumber", session.DcmAccessionNumber)
            .Set("dcmPatientId", session.DcmPatientId).Set("dcmPatientName", session.DcmPatientName)
            .Set("scanner", session.Scanner).Set("note", session.Note)
            .Set("prearchivePath", null).Set("session_type", null);
        if (!brief && session.Scans.Count > 0)
        {
            item.Children.Add(("scans/scan", session.Scans.Select(ScanItem).ToList()));
        }

        if (!brief && session.Resources.Count > 0)
        {
            item.Children.Add(("resources/resource", session.Resources.Select(ResourceItem).ToList()));
        }

        return item;
    }

    internal static Item ScanItem(SandboxScan scan)
    {
        Item item = new Item(scan.XsiType)
            .Set("ID", scan.Id).Set("type", scan.Type).Set("UID", scan.Uid).Set("quality", scan.Quality).Set("note", scan.Note)
            .Set("series_description", scan.SeriesDescription).Set("modality", scan.Modality).Set("frames", scan.Frames);
        if (scan.Resources.Count > 0)
        {
            item.Children.Add(("file", scan.Resources.Select(ResourceItem).ToList()));
        }

        return item;
    }

    private static Item ResourceItem(SandboxResource resource) => new Item("xnat:resourceCatalog")
        .Set("xnat_abstractresource_id", resource.Id).Set("label", resource.Label).Set("format", resource.Format).Set("content", resource.Content)
        .Set("file_count", resource.Files.Count).Set("file_size", resource.Files.Sum(f => f.Size))
        .Set("URI", $"{resource.Folder}/{resource.Label}_catalog.xml");
}

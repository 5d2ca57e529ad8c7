using System.IO;
using System.Linq;
using XnatTools.Sandbox.Filing;

namespace XnatTools.Sandbox.Prearchive;

/// <summary>Puts scans and files of a prearchive session into an archived one.</summary>
internal static class ArchiveStore
{
    /// <summary>Adds a scan: to the one with its series UID when there is one, else under a free id.</summary>
    internal static void Scan(SandboxState state, string from, string to, SandboxSession session, SandboxScan scan, bool overwriteFiles)
    {
        SandboxScan? target = session.Scans.FirstOrDefault(s => s.Uid == scan.Uid);
        if (target is null)
        {
            string id = scan.Id;
            for (int i = 1; session.Scans.Any(s => s.Id == id); i++)
            {
                id = $"{scan.Id}-{(scan.Modality.Length > 0 ? scan.Modality : "OT")}{i}";
            }

            target = new SandboxScan
            {
                Id = id,
                Uid = scan.Uid,
                Modality = scan.Modality,
                XsiType = scan.XsiType,
                Type = scan.Type,
                SeriesDescription = scan.SeriesDescription,
                Quality = scan.Quality,
                Frames = scan.Frames,
            };
            session.Scans.Add(target);
        }

        foreach (SandboxResource resource in scan.Resources)
        {
            SandboxResource? place = target.Resources.FirstOrDefault(r => r.Label == resource.Label);
            if (place is null)
            {
                place = new SandboxResource
                {
                    Id = state.NextId("resource") + 1000,
                    Label = resource.Label,
                    Format = resource.Format,
                    Content = resource.Content,
                    Folder = $"SCANS/{target.Id}/{resource.Label}",
                };
                target.Resources.Add(place);
            }

            Files(Path.Combine(from, resource.Folder), resource, Path.Combine(to, place.Folder), place, overwriteFiles);
        }
    }

    private static void Files(string from, SandboxResource resource, string to, SandboxResource place, bool overwriteFiles)
    {
        Directory.CreateDirectory(to);
        foreach (SandboxFile file in resource.Files)
        {
            SandboxFile? same = place.Files.FirstOrDefault(f => f.Name == file.Name);
            if (same is not null && !overwriteFiles)
            {
                continue;
            }

            File.Move(Path.Combine(from, file.Name), Path.Combine(to, file.Name), overwrite: true);
            if (same is not null)
            {
                place.Files.Remove(same);
            }

            file.Digest = FileDigest.Of(Path.Combine(to, file.Name));

            place.Files.Add(file);
        }
    }
}

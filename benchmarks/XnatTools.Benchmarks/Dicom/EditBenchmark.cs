using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Benchmarks.Dicom;

/// <summary>Editing and writing beside others.</summary>
internal sealed class EditBenchmark(Workspace work)
{
    public async Task RunAsync(string title, int count, int size)
    {
        List<string> paths = Sample.Write(work.Folder("edit"), count, size, 300);
        string into = work.Folder("edited");
        List<(DicomTag Tag, string Value)> edits = [];
        HashSet<DicomTag> refused = await RefusedAsync(paths[0]);
        foreach (DicomElement element in Sample.Header(0, 64, 300))
        {
            if (edits.Count < 150 && !refused.Contains(element.Tag) && element.VR.IsText && !element.Tag.IsPrivate && element.VR != DicomVR.UI && element.Tag != DicomTags.SpecificCharacterSet)
            {
                edits.Add((element.Tag, element.VR.ToString() switch
                {
                    "DA" => "19000101",
                    "TM" => "000000",
                    "DS" or "IS" => "0",
                    "CS" => "NO",
                    "AS" => "000Y",
                    _ => "ANON",
                }));
            }
        }

        work.Measure.Title($"{title}, {count} files, {edits.Count} edits");
        await work.Measure.RunAsync("cp", () => Peer.RunAsync("cp", "-r", Path.GetDirectoryName(paths[0])!, Path.Combine(into, "cp")), () => into = work.Folder("edited"));
        void Edit(string path)
        {
            using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
            foreach ((DicomTag tag, string value) in edits)
            {
                file.Dataset.SetString(tag, value);
            }

            file.Save(Path.Combine(into, Path.GetFileName(path)));
        }

        await work.Measure.RunAsync(
            "XnatTools.Dicom",
            () =>
            {
                paths.ForEach(Edit);
                return Task.CompletedTask;
            },
            () => into = work.Folder("edited"));
        await work.Measure.RunAsync(
            "XnatTools.Dicom, two threads",
            () =>
            {
                Parallel.ForEach(paths, new ParallelOptions { MaxDegreeOfParallelism = 2 }, Edit);
                return Task.CompletedTask;
            },
            () => into = work.Folder("edited"));
        if (Peer.Find("dcmodify") is not null)
        {
            List<string> options = ["-nb"];
            foreach ((DicomTag tag, string value) in edits)
            {
                options.AddRange(["-m", $"{tag}={value}"]);
            }

            string copies = "";
            await work.Measure.RunAsync("dcmodify", () => Peer.RunAsync("dcmodify", false, options.Concat(Directory.GetFiles(copies))), () => copies = Copy(paths), 1);
        }

        if (Peer.Find("gdcmanon") is not null)
        {
            List<string> options = ["--dumb"];
            foreach ((DicomTag tag, string value) in edits)
            {
                options.AddRange(["--replace", string.Create(CultureInfo.InvariantCulture, $"{tag.Group:x},{tag.Element:x}={value}")]);
            }

            await work.Measure.RunAsync("gdcmanon", () => Peer.RunAsync("gdcmanon", false, options.Concat(["-i", Path.GetDirectoryName(paths[0])!, "-o", into])), () => into = work.Folder("edited"), 3);
        }

        string list = work.File("edits.txt");
        File.WriteAllLines(list, edits.ConvertAll(static edit => $"{edit.Tag}={edit.Value}"));
        foreach (string threads in new[] { "1", "2" })
        {
            await work.FoDicom.RowAsync(work.Measure, threads == "1" ? "one thread" : "two threads", "edit", [Path.GetDirectoryName(paths[0])!, work.Folder("edited"), list, threads]);
        }

        work.Folder("edited");
        work.Folder("edit");
    }

    /// <summary>
    /// Tags that gdcmanon cannot replace, since its dictionary is older than they are: it ends at the first one. They are left out
    /// for everybody, so that all make the same edits.
    /// </summary>
    private async Task<HashSet<DicomTag>> RefusedAsync(string path)
    {
        HashSet<DicomTag> refused = [];
        if (Peer.Find("gdcmanon") is null)
        {
            return refused;
        }

        string probe = work.File("probe.dcm");
        foreach (DicomElement element in Sample.Header(0, 64, 300))
        {
            string replace = string.Create(CultureInfo.InvariantCulture, $"{element.Tag.Group:x},{element.Tag.Element:x}=0");
            if (element.VR.IsText && !element.Tag.IsPrivate && await Peer.ExitCodeAsync("gdcmanon", false, ["--dumb", "--replace", replace, path, probe]) != 0)
            {
                refused.Add(element.Tag);
            }
        }

        return refused;
    }

    private string Copy(List<string> paths)
    {
        string target = work.Folder("edited");
        foreach (string path in paths)
        {
            File.Copy(path, Path.Combine(target, Path.GetFileName(path)));
        }

        return target;
    }
}

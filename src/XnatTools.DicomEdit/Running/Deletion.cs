using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>What a minus does.</summary>
internal static class Deletion
{
    public static void Delete(Run run, TagPath path)
    {
        if (path.IsRootTag)
        {
            // Nine of ten statements of real scripts.
            DicomTag tag = path.RootTag;
            DicomDataset root = run.RootOf(tag.Group);
            if (root.Contains(tag))
            {
                run.Remove(root, tag);
            }

            return;
        }

        if (path.EndsInLevels)
        {
            throw new Fault($"{path} ends in +, which matches nothing.");
        }

        List<PathMatch> matches = run.FindDeleted(path);
        foreach (PathMatch match in matches)
        {
            run.Remove(match.Dataset, match.Tag);
        }

        run.Return(matches);
    }
}

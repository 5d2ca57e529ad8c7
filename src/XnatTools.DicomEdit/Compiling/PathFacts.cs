using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>What the dictionary says of paths.</summary>
internal static class PathFacts
{
    /// <summary>The representation of a path's last element by the dictionary; UN when it is not there.</summary>
    public static DicomVR VROf(TagPath path)
    {
        PathStep last = path.Last;
        if (!last.IsExact)
        {
            return DicomVR.UN;
        }

        if (last.Creator is { } creator)
        {
            DicomTag tag = new(last.Group, (ushort)(0x1000 | (last.Bits & 0xFF)));
            return DicomDictionary.Standard.TryGetPrivate(tag, creator, out DicomDictionaryEntry? entry) ? entry.VR : DicomVR.UN;
        }

        return DicomDictionary.Standard.VROf(new DicomTag(last.Bits));
    }

    public static bool IsSequence(TagPath path) => VROf(path) == DicomVR.SQ;

    /// <summary>Whether the last step is an exact public tag that no dictionary knows.</summary>
    public static bool IsUnknown(TagPath path) =>
        path.Last is { IsExact: true, IsPrivate: false } last && !DicomDictionary.Standard.TryGet(new DicomTag(last.Bits), out _);

    /// <summary>What is odd about a path, or null.</summary>
    public static string? Warning(TagPath path, bool isTarget)
    {
        foreach (PathStep step in path.Written)
        {
            if (step is { IsExact: true, IsPrivate: false } && !DicomDictionary.Standard.TryGet(new DicomTag(step.Bits), out _))
            {
                return $"{new DicomTag(step.Bits)} is not in the dictionary: probably mistyped.";
            }
        }

        return isTarget && path.Steps.Length == 1 && path.Steps[0] is { IsExact: true, Group: < 2 }
            ? $"{path} is a command element, which files do not have."
            : null;
    }
}

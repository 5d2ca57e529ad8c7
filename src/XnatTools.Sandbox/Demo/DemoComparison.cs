using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Dicom;

namespace XnatTools.Sandbox.Demo;

/// <summary>Downloads what is archived and compares it with the source: every instance, and its pixel data byte for byte.</summary>
internal sealed class DemoComparison(XnatClient client, DemoSource source)
{
    /// <summary>Instances that should be there.</summary>
    public int Expected { get; private set; }

    /// <summary>Instances that are there with equal pixel data.</summary>
    public int Same { get; private set; }

    /// <summary>What is wrong with a session, in words without identifiers; null when it is whole.</summary>
    public async Task<string?> CompareAsync(ImportItem item, CancellationToken cancellationToken)
    {
        Dictionary<string, string> expected = source.Instances(item.StudyInstanceUid!, item.Study!.SeriesInstanceUid);
        Expected += expected.Count;
        int same = 0, different = 0, strange = 0;
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (XnatFile file in await client.Archive.FilesAsync(item.SessionId!, null, cancellationToken).ConfigureAwait(false))
        {
            if (file.Resource is not (null or "DICOM" or "secondary"))
            {
                continue;
            }

            using MemoryStream bytes = new();
            await client.Archive.DownloadFileAsync(file, bytes, cancellationToken).ConfigureAwait(false);
            bytes.Position = 0;
            using DicomFile archived = await DicomFile.OpenAsync(bytes, null, cancellationToken).ConfigureAwait(false);
            string instance = archived.Dataset.GetString(DicomTags.SopInstanceUid) ?? "";
            if (!seen.Add(instance) || !expected.TryGetValue(instance, out string? path))
            {
                strange++;
            }
            else if (DemoSource.PixelDigest(archived) == DemoSource.PixelDigest(path))
            {
                same++;
            }
            else
            {
                different++;
            }
        }

        Same += same;
        return same == expected.Count && strange == 0
            ? null
            : $"{same} of {expected.Count} images equal the source, {different} differ in pixel data, {strange} are not of the source.";
    }
}

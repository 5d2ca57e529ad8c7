using System.IO;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Protection;

/// <summary>Writes what was read as elements and nothing else: no preamble, no bytes after the end, no doubled elements.</summary>
internal static class CleanOutput
{
    /// <summary>Writes a new file, reads it back, and puts it at its place in one step. Returns the hash of its header.</summary>
    public static string Save(DicomFile file, string path, string syntax, DicomDigests? digests)
    {
        if (file.Findings.Count > 0)
        {
            Touch(file.Dataset);
        }

        string hash = "";
        using DicomFile clean = new(new DicomFileLayout(file.TransferSyntaxUid), file.Meta, file.Dataset, []) { IsStrict = false };
        clean.Save(path, syntax, digests, written => hash = ReadBack(clean, written, syntax));
        return hash;
    }

    /// <summary>What was cut off by a full disk or garbled by a fault of ours must not pass for a new file.</summary>
    private static string ReadBack(DicomFile meant, string path, string syntax)
    {
        using DicomFile written = DicomFile.Open(path);
        bool same = !written.IsDamaged && written.TransferSyntaxUid == syntax && written.Dataset.Count == meant.Dataset.Count;
        foreach (DicomTag tag in FileHash.PixelTags)
        {
            bool expected = meant.Dataset.TryGet(tag, out DicomElement before);
            same &= written.Dataset.TryGet(tag, out DicomElement after) == expected
                && (!expected || (after.Length == before.Length + (before.Length > 0 ? before.Length & 1 : 0) && after.Fragments?.PartCount == before.Fragments?.PartCount));
        }

        return same ? FileHash.OfHeader(written) : throw new IOException("What was written reads otherwise.");
    }

    /// <summary>Has every item written element by element, since what lies between its elements may be more than was read.</summary>
    private static void Touch(DicomDataset dataset)
    {
        dataset.MarkModified();
        foreach (DicomElement element in dataset)
        {
            foreach (DicomDataset item in element.Items ?? [])
            {
                Touch(item);
            }
        }
    }
}

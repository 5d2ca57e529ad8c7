using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using XnatTools.Dicom;

namespace XnatTools.Upload;

/// <summary>Writes objects of a series into a zip, with their labels where that is wanted, and remembers what it wrote.</summary>
internal sealed class SeriesPack(IReadOnlyList<LocalInstance> instances, SessionLabels? labels, bool withDigests)
{
    /// <summary>
    /// MD5 of each object as it was sent, in lower-case hexadecimal, by SOP instance UID, where they were asked for. XNAT's catalogues
    /// hold MD5, but of the file that a script left; only where no script runs are they the same.
    /// </summary>
    public Dictionary<string, string> Digests { get; } = new(StringComparer.Ordinal);

    /// <summary>Bytes of the objects as they were sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>Writes the whole zip. Entries are numbered: names of files may identify a patient.</summary>
    public void Write(Stream output, CancellationToken cancellationToken)
    {
        Digests.Clear();
        Bytes = 0;
        using ZipOutput zip = new(output);
        for (int i = 0; i < instances.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
#pragma warning disable CA5351 // no secret is kept by it: the server's catalogue holds MD5, and that is compared
            using MD5? md5 = withDigests ? MD5.Create() : null;
#pragma warning restore CA5351
            using (Stream entry = zip.Begin((i + 1).ToString("000000", CultureInfo.InvariantCulture) + ".dcm"))
            {
                DigestStream both = new(entry, md5, cancellationToken);
                One(instances[i], both);
                Bytes += both.Count;
            }

            if (md5 is not null)
            {
                md5.TransformFinalBlock([], 0, 0);
                Digests[instances[i].SopInstanceUid] = BitConverter.ToString(md5.Hash!).Replace("-", "").ToLowerInvariant();
            }
        }

        zip.Finish();
    }

    private void One(LocalInstance instance, Stream target)
    {
        if (labels is null)
        {
            using FileStream source = new(instance.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            source.CopyTo(target, 1 << 17);
            return;
        }

        using DicomFile file = DicomFile.Open(instance.Path);
        labels.Apply(file);
        file.Save(target);
    }

    private sealed class DigestStream(Stream target, MD5? md5, CancellationToken cancellationToken) : WriteOnlyStream
    {
        public long Count { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            md5?.TransformBlock(buffer, offset, count, null, 0);
            target.Write(buffer, offset, count);
            Count += count;
        }
    }
}

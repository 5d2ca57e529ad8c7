using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using XnatTools.Dicom;

namespace XnatTools.Upload;

/// <summary>Writes objects of a series into a zip, with their labels where that is wanted, and remembers what it wrote.</summary>
internal sealed class SeriesPack(IReadOnlyList<LocalInstance> instances, SessionLabels? labels, bool withDigests, ConcurrentBag<HeldObject> spare)
{
    private const int MostHeld = 32 << 20;

    /// <summary>Labels make a header longer by less.</summary>
    private const int LabelRoom = 4096;

    /// <summary>
    /// MD5 of each object as it was sent, in lower-case hexadecimal, by SOP instance UID, where they were asked for. XNAT's catalogues
    /// hold MD5, but of the file that a script left; only where no script runs are they the same.
    /// </summary>
    public Dictionary<string, string> Digests { get; } = new(StringComparer.Ordinal);

    /// <summary>Bytes of the objects as they were sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes of the zip; null when only packing can tell, because headers change.</summary>
    public long? Length
    {
        get
        {
            if (labels is not null)
            {
                return null;
            }

            List<long> lengths = new(instances.Count);
            foreach (LocalInstance instance in instances)
            {
                lengths.Add(new FileInfo(instance.Path).Length);
            }

            return ZipOutput.LengthOf(lengths, NameOf(0).Length, MostHeld);
        }
    }

    /// <summary>Writes the whole zip. Entries are numbered: names of files may identify a patient.</summary>
    public void Write(Stream output, CancellationToken cancellationToken)
    {
        Digests.Clear();
        Bytes = 0;
        using ZipOutput zip = new(output);
        HeldObject held = spare.TryTake(out HeldObject? kept) ? kept : new HeldObject();
        for (int i = 0; i < instances.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LocalInstance instance = instances[i];
            if (labels is null)
            {
                using FileStream source = new(instance.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
                Add(zip, i, source.Length, held, target => Copy(source, target), cancellationToken);
            }
            else
            {
                using DicomFile file = DicomFile.Open(instance.Path);
                labels.Apply(file);
                Add(zip, i, new FileInfo(instance.Path).Length + LabelRoom, held, file.Save, cancellationToken);
            }
        }

        zip.Finish();
        spare.Add(held);
    }

    private static void Copy(FileStream source, Stream target)
    {
        if (target is HeldObject held)
        {
            held.ReadFrom(source, (int)source.Length);
        }
        else
        {
            source.CopyTo(target, 1 << 17);
        }
    }

    private static string NameOf(int index) => (index + 1).ToString("000000", CultureInfo.InvariantCulture) + ".dcm";

    /// <summary>One object: held whole and stored where its length allows that, else packed as it is read.</summary>
    private void Add(ZipOutput zip, int index, long about, HeldObject held, Action<Stream> save, CancellationToken cancellationToken)
    {
#pragma warning disable CA5351 // no secret is kept by it: the server's catalogue holds MD5, and that is compared
        using MD5? md5 = withDigests ? MD5.Create() : null;
#pragma warning restore CA5351
        if (about <= MostHeld)
        {
            held.Begin((int)about);
            save(held);
            zip.Add(NameOf(index), held.Content, held.Count);
            md5?.TransformFinalBlock(held.Content, 0, held.Count);
            Bytes += held.Count;
        }
        else
        {
            using Stream entry = zip.Begin(NameOf(index));
            DigestStream both = new(entry, md5, cancellationToken);
            save(both);
            md5?.TransformFinalBlock([], 0, 0);
            Bytes += both.Count;
        }

        if (md5 is not null)
        {
            Digests[instances[index].SopInstanceUid] = BitConverter.ToString(md5.Hash!).Replace("-", "").ToLowerInvariant();
        }
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

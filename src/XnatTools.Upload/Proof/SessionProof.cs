using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Dicom;
using XnatTools.DicomEdit;

namespace XnatTools.Upload;

/// <summary>
/// Finds out which objects a session at the server holds: by the MD5 of each file where the server's list has it, else by the SOP
/// instance UID in the beginning of each file. The answer to the upload is not believed.
/// </summary>
internal sealed class SessionProof(XnatClient client)
{
    private static readonly int[] s_heads = [16 * 1024, 1024 * 1024, 64 * 1024 * 1024];
    private const int Parallel = 4;

    /// <summary>Files of a prearchive session. A session that is not built yet has none to list.</summary>
    public async Task<IReadOnlyList<XnatFile>> FilesAsync(PrearchiveSession session, CancellationToken cancellationToken)
    {
        List<XnatFile> files = [];
        foreach (PrearchiveScan scan in await client.Prearchive.ScansAsync(session, cancellationToken).ConfigureAwait(false))
        {
            foreach (string resource in scan.Resource)
            {
                files.AddRange(await client.Prearchive.ScanFilesAsync(session, scan.Id, resource, cancellationToken).ConfigureAwait(false));
            }
        }

        return files.Where(IsDicom).ToArray();
    }

    /// <summary>Files of an archived session.</summary>
    public async Task<IReadOnlyList<XnatFile>> FilesAsync(ImageSession session, CancellationToken cancellationToken) =>
        (await client.Archive.FilesAsync(session.Id, null, cancellationToken).ConfigureAwait(false)).Where(IsDicom).ToArray();

    /// <summary>Compares files with what was sent.</summary>
    /// <param name="files">Files at the server.</param>
    /// <param name="sent">SOP instance UIDs that were sent.</param>
    /// <param name="digests">MD5 of objects sent in this run, by SOP instance UID.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public async Task<ProofResult> CompareAsync(IReadOnlyList<XnatFile> files, IReadOnlyCollection<string> sent, IReadOnlyDictionary<string, string> digests, CancellationToken cancellationToken)
    {
        Dictionary<string, string> byDigest = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> byUid = new(StringComparer.Ordinal);
        foreach (string uid in sent)
        {
            byUid[uid] = uid;

            // A script at the server may have hashed it (DicomEdit's hashUID); that is the same object all the same.
            byUid[UidText.Hash(uid)] = uid;

            if (digests.TryGetValue(uid, out string? digest))
            {
                byDigest[digest] = uid;
            }
        }

        ConcurrentDictionary<string, bool> found = new(StringComparer.Ordinal);
        List<XnatFile> unread = [];
        foreach (XnatFile file in files)
        {
            if (file.Digest is string digest && byDigest.TryGetValue(digest, out string? uid))
            {
                found[uid] = true;
            }
            else
            {
                unread.Add(file);
            }
        }

        int others = 0;
        using SemaphoreSlim slots = new(Parallel);
        await Task.WhenAll(unread.Select(async file =>
        {
            await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                string? uid = await UidOfAsync(file, cancellationToken).ConfigureAwait(false);
                if (uid is not null && byUid.TryGetValue(uid, out string? own))
                {
                    found[own] = true;
                }
                else
                {
                    Interlocked.Increment(ref others);
                }
            }
            finally
            {
                slots.Release();
            }
        })).ConfigureAwait(false);

        string[] missing = sent.Where(uid => !found.ContainsKey(uid)).ToArray();
        return new ProofResult
        {
            Found = found.Count,
            Missing = missing,
            Others = others,
            UidsChanged = found.IsEmpty && sent.Count > 0 && others >= sent.Count,
        };
    }

    private async Task<string?> UidOfAsync(XnatFile file, CancellationToken cancellationToken)
    {
        // The beginning is enough for nearly all; a deflated data set can only be read with its end.
        foreach (int most in s_heads)
        {
            using HeadStream head = new(most);
            await client.Import.DownloadHeadAsync(file, head, most, cancellationToken).ConfigureAwait(false);
            byte[] bytes = head.ToArray();
            try
            {
                using MemoryStream stream = new(bytes);
                using DicomFile dicom = await DicomFile.OpenAsync(
                    stream,
                    new DicomReadOptions { Depth = DicomReadDepth.UpToTag, StopTag = new DicomTag(0x0008, 0x0019), MaxHeaderBytes = most },
                    cancellationToken).ConfigureAwait(false);
                if (dicom.Dataset.GetString(DicomTags.SopInstanceUid) is string uid)
                {
                    return uid;
                }
            }
            catch (DicomException)
            {
                // Cut off, or not readable at all.
            }

            if (bytes.Length < most)
            {
                break;
            }
        }

        return null;
    }

    private static bool IsDicom(XnatFile file) =>
        string.Equals(file.Format, "DICOM", StringComparison.OrdinalIgnoreCase) || string.IsNullOrEmpty(file.Format)
        || file.Name.EndsWith(".dcm", StringComparison.OrdinalIgnoreCase);
}

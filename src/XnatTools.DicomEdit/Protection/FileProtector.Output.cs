using System;
using System.IO;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Pixels;

namespace XnatTools.DicomEdit.Protection;

/// <content>Where new files go, and where they must not.</content>
public sealed partial class FileProtector
{
    private void Write(DicomFile file, PixelMask mask, string relative, string key, Draft draft)
    {
        string name = _options.Name?.Make(file.Dataset, _options.Variables, draft.Position) ?? relative;
        string path = Path.GetFullPath(Path.Combine(_destination, name));
        if (WhyNotThere(name, path, draft) is { } reason)
        {
            draft.Fail(XnatErrorCode.DicomOutputExists, reason);
            return;
        }

        try
        {
            _state?.Begin(Slashes(name), draft.Origin);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using DicomDigests? digests = _options.WithHashes ? new DicomDigests(file.Layout.Source!) : null;
            draft.HeaderHash = CleanOutput.Save(file, path, mask.TransferSyntaxUid, digests);
            draft.Written(path);
            if (digests is not null)
            {
                (byte[] before, byte[] after) = digests.Finish();
                draft.SourceHash = FileHash.ToHex(before);
                draft.Hash = FileHash.ToHex(after);
            }

            Remember(path, draft.ToEntry(Slashes(name), _options.Fingerprint, key));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            draft.Fail(XnatErrorCode.DicomEditFailed, "The new file could not be written.");
        }
    }

    /// <summary>Why a new file must not be written to a path, or null.</summary>
    private string? WhyNotThere(string name, string path, Draft draft)
    {
        if (!path.StartsWith(_destination.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || string.Equals(path, Path.GetFullPath(draft.Source), StringComparison.OrdinalIgnoreCase)
            || !_folders.GetOrAdd(Path.GetDirectoryName(path)!, folder => RealPath.IsWithin(RealPath.Of(folder), _realDestination)))
        {
            return "The new file would take the place of the original, or lie outside of the destination.";
        }

        if (_names.GetOrAdd(path, draft.Position) != draft.Position)
        {
            return "Another file of this run has the same new name.";
        }

        if (!File.Exists(path))
        {
            return null;
        }

        // A link in the destination may lead to an original, which is never touched.
        string real = RealPath.Of(path);
        if (!RealPath.IsWithin(real, _realDestination) || string.Equals(real, RealPath.Of(draft.Source), StringComparison.OrdinalIgnoreCase))
        {
            return "The name in the destination is a link to the original, or to a file that lies elsewhere.";
        }

        return _options.Force || _state?.IsOf(Slashes(name), draft.Origin) == true ? null : "A file of that name is in the destination already.";
    }

    /// <summary>What a later run could not know as done must not stay: it would take it for the file of another.</summary>
    private void Remember(string path, ProtectionState.Entry entry)
    {
        try
        {
            _state?.Done(entry);
        }
        catch (IOException)
        {
            File.Delete(path);
            throw;
        }
    }
}

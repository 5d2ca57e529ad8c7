using System;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Audit;

/// <summary>What a file has around its data set: preamble, meta group, doubled elements, bytes after the end.</summary>
internal static class FileCheck
{
    private const string DirectoryStorage = "1.2.840.10008.1.3.10";

    private static readonly (DicomTag Tag, string Keyword)[] s_names =
    [
        (DicomTags.ImplementationVersionName, "ImplementationVersionName"),
        (DicomTags.SourceAETitle, "SourceApplicationEntityTitle"),
        (DicomTags.SendingAETitle, "SendingApplicationEntityTitle"),
        (DicomTags.ReceivingAETitle, "ReceivingApplicationEntityTitle"),
        (new DicomTag(0x00020026), "SourcePresentationAddress"),
        (new DicomTag(0x00020027), "SendingPresentationAddress"),
        (new DicomTag(0x00020028), "ReceivingPresentationAddress"),
    ];

    public static void Check(DicomFile file, ObjectFindings findings)
    {
        CheckMeta(file, findings);
        CheckPreamble(file, findings);
        foreach (DicomFinding finding in file.Findings)
        {
            if (finding.IsDamage)
            {
                findings.Add(IdentitySeverity.Blocking, "Damage", finding.Path, "The file is damaged: what comes after it was not audited.");
            }
            else if (finding.Kind == DicomFindingKind.Duplicate)
            {
                findings.Add(IdentitySeverity.High, "Damage", finding.Path, "An element is there twice: programs that take the second see another value.");
            }
            else if (finding.Kind == DicomFindingKind.TrailingBytes)
            {
                findings.Add(IdentitySeverity.Review, "Trailing", finding.Path, "There are bytes after the last element.");
            }
        }
    }

    private static void CheckMeta(DicomFile file, ObjectFindings findings)
    {
        string? meta = file.Meta.GetString(DicomTags.MediaStorageSopInstanceUid);
        if (meta is not null && !string.Equals(meta, file.Dataset.GetString(DicomTags.SopInstanceUid), StringComparison.Ordinal))
        {
            findings.Add(IdentitySeverity.High, "Uid", DicomTags.MediaStorageSopInstanceUid.ToString(), "The file meta group has another instance UID than the data set.", "MediaStorageSOPInstanceUID");
        }

        if (file.Meta.GetString(new DicomTag(0x00020002)) == DirectoryStorage || file.Dataset.Contains(DicomTags.DirectoryRecordSequence))
        {
            findings.Add(IdentitySeverity.Blocking, "OtherFile", DicomTags.DirectoryRecordSequence.ToString(), "It is a directory of a medium (DICOMDIR), which carries names.", "DirectoryRecordSequence");
        }

        foreach ((DicomTag tag, string keyword) in s_names)
        {
            if (file.Meta.TryGet(tag, out DicomElement element) && !element.IsEmpty)
            {
                findings.Add(IdentitySeverity.Information, "Site", tag.ToString(), "The file meta group names a program or an address of the site.", keyword);
            }
        }

        if (file.Meta.TryGet(DicomTags.PrivateInformation, out DicomElement information) && !information.IsEmpty)
        {
            findings.Add(IdentitySeverity.High, "Private", DicomTags.PrivateInformation.ToString(), "The file meta group holds private information.", "PrivateInformation");
        }
    }

    private static void CheckPreamble(DicomFile file, ObjectFindings findings)
    {
        if (!file.Layout.HasPreamble || file.Layout.Source is not { } source)
        {
            return;
        }

        byte[] preamble = new byte[128];
        if (source.Read(0, preamble, 0, preamble.Length) == preamble.Length && Array.Exists(preamble, b => b != 0))
        {
            findings.Add(IdentitySeverity.Review, "Preamble", "", "The first 128 bytes of the file are not empty.");
        }
    }
}

using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace XnatTools.Dicom;

/// <summary>UIDs of the standard by number and by keyword, and new ones.</summary>
public static class DicomUids
{
    public const string Verification = "1.2.840.10008.1.1";
    public const string ImplicitVRLittleEndian = "1.2.840.10008.1.2";
    public const string ExplicitVRLittleEndian = "1.2.840.10008.1.2.1";
    public const string DeflatedExplicitVRLittleEndian = "1.2.840.10008.1.2.1.99";
    public const string ExplicitVRBigEndian = "1.2.840.10008.1.2.2";
    public const string JpegBaseline = "1.2.840.10008.1.2.4.50";
    public const string JpegLossless = "1.2.840.10008.1.2.4.70";
    public const string JpegLSLossless = "1.2.840.10008.1.2.4.80";
    public const string Jpeg2000Lossless = "1.2.840.10008.1.2.4.90";
    public const string RleLossless = "1.2.840.10008.1.2.5";
    public const string MediaStorageDirectory = "1.2.840.10008.1.3.10";
    public const string PatientRootFind = "1.2.840.10008.5.1.4.1.2.1.1";
    public const string PatientRootMove = "1.2.840.10008.5.1.4.1.2.1.2";
    public const string PatientRootGet = "1.2.840.10008.5.1.4.1.2.1.3";
    public const string StudyRootFind = "1.2.840.10008.5.1.4.1.2.2.1";
    public const string StudyRootMove = "1.2.840.10008.5.1.4.1.2.2.2";
    public const string StudyRootGet = "1.2.840.10008.5.1.4.1.2.2.3";
    public const string ModalityWorklistFind = "1.2.840.10008.5.1.4.31";
    public const string CTImageStorage = "1.2.840.10008.5.1.4.1.1.2";
    public const string MRImageStorage = "1.2.840.10008.5.1.4.1.1.4";
    public const string UltrasoundImageStorage = "1.2.840.10008.5.1.4.1.1.6.1";
    public const string SecondaryCaptureImageStorage = "1.2.840.10008.5.1.4.1.1.7";
    public const string XRayRadiationDoseSRStorage = "1.2.840.10008.5.1.4.1.1.88.67";

    /// <summary>The prefix of storage SOP classes of the standard.</summary>
    public const string StoragePrefix = "1.2.840.10008.5.1.4.1.1.";

    private static readonly Lazy<Dictionary<string, DicomUidEntry>> s_entries = new(Load);

    /// <summary>Every registered UID.</summary>
    public static IReadOnlyCollection<DicomUidEntry> Entries => s_entries.Value.Values;

    /// <summary>Finds a registered UID.</summary>
    public static bool TryGet(string uid, [NotNullWhen(true)] out DicomUidEntry? entry) => s_entries.Value.TryGetValue(uid, out entry);

    /// <summary>The registered name, or the UID itself.</summary>
    public static string NameOf(string? uid) => uid is null ? "" : TryGet(uid, out DicomUidEntry? entry) ? entry.Name : uid;

    /// <summary>Storage SOP classes of the standard: every class under <see cref="StoragePrefix"/>.</summary>
    public static IReadOnlyList<string> StorageClasses { get; } = LoadStorage();

    /// <summary>True for digits and single dots, at most 64, no component with a leading zero (PS3.5 9.1).</summary>
    public static bool IsValid(string? uid)
    {
        if (uid is null || uid.Length is 0 or > 64)
        {
            return false;
        }

        for (int i = 0; i < uid.Length; i++)
        {
            char c = uid[i];
            bool start = i == 0 || uid[i - 1] == '.';
            if (c == '.')
            {
                if (start || i == uid.Length - 1)
                {
                    return false;
                }
            }
            else if (c is < '0' or > '9' || (c == '0' && start && i + 1 < uid.Length && uid[i + 1] != '.'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A new UID under 2.25 from a random UUID (PS3.5 B.2).</summary>
    public static string New() => FromUuid(Guid.NewGuid());

    /// <summary>The UID under 2.25 of a UUID.</summary>
    public static string FromUuid(Guid uuid)
    {
        // The UUID's text is one hexadecimal number; written in decimal by long division, nine digits a step.
        string hex = uuid.ToString("N");
        uint[] limbs = new uint[4];
        for (int i = 0; i < 4; i++)
        {
            limbs[i] = uint.Parse(hex.Substring(i * 8, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        string digits = "";
        bool more = true;
        while (more)
        {
            ulong rest = 0;
            more = false;
            for (int i = 0; i < 4; i++)
            {
                ulong current = (rest << 32) | limbs[i];
                limbs[i] = (uint)(current / 1_000_000_000);
                rest = current % 1_000_000_000;
                more |= limbs[i] != 0;
            }

            digits = rest.ToString(more ? "D9" : "D", CultureInfo.InvariantCulture) + digits;
        }

        return "2.25." + digits;
    }

    private static List<string> LoadStorage()
    {
        List<string> classes = [];
        foreach (DicomUidEntry entry in Entries)
        {
            if (entry.Kind == DicomUidKind.SopClass && entry.Uid.StartsWith(StoragePrefix, StringComparison.Ordinal))
            {
                classes.Add(entry.Uid);
            }
        }

        classes.Sort(StringComparer.Ordinal);
        return classes;
    }

    private static Dictionary<string, DicomUidEntry> Load()
    {
        Dictionary<string, DicomUidEntry> entries = new(StringComparer.Ordinal);
        foreach (string line in DicomDictionary.ReadLines("uids.txt"))
        {
            string[] part = line.Split('|');
            DicomUidKind kind = part[1][0] switch
            {
                'T' => DicomUidKind.TransferSyntax,
                'S' => DicomUidKind.SopClass,
                'M' => DicomUidKind.MetaSopClass,
                _ => DicomUidKind.Other,
            };
            entries[part[0]] = new DicomUidEntry(part[0], kind, part[2], part.Length > 3 ? part[3] : "", part.Length > 4);
        }

        return entries;
    }
}

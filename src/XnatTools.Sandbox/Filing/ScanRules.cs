using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace XnatTools.Sandbox.Filing;

/// <summary>Names and types that XNAT gives to scans, resources, files and sessions.</summary>
internal static class ScanRules
{
    private static readonly string[] s_order = ["PT", "MR", "CT", "US", "XA", "NM", "MG", "CR", "DX", "RF", "RTIMAGE", "RTDOSE", "RTPLAN", "RTSTRUCT", "OPT", "OP", "SM", "IO", "XC", "ES", "GM", "HD", "ECG", "OT"];
    private static readonly string[] s_secondary = ["SR", "KO", "PR", "SC", "DOC", "SEG", "REG"];

    private static readonly Dictionary<string, string> s_types = new(StringComparer.Ordinal)
    {
        ["PT"] = "pet",
        ["MR"] = "mr",
        ["CT"] = "ct",
        ["US"] = "us",
        ["XA"] = "xa",
        ["NM"] = "nm",
        ["MG"] = "mg",
        ["CR"] = "cr",
        ["DX"] = "dx",
        ["RF"] = "rf",
        ["RTIMAGE"] = "rtImage",
        ["RTDOSE"] = "rtImage",
        ["RTPLAN"] = "rtImage",
        ["RTSTRUCT"] = "rtImage",
        ["OPT"] = "opt",
        ["OP"] = "op",
        ["SM"] = "sm",
        ["IO"] = "io",
        ["XC"] = "xc",
        ["ES"] = "es",
        ["GM"] = "gm",
        ["HD"] = "hd",
        ["ECG"] = "ecg",
    };

    /// <summary>The modality that decides the session's type: images before reports.</summary>
    internal static string PrimaryModality(IEnumerable<string> modalities)
    {
        string[] all = modalities.Where(m => m.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        return s_order.FirstOrDefault(m => all.Contains(m, StringComparer.Ordinal))
            ?? all.FirstOrDefault(m => !s_secondary.Contains(m, StringComparer.Ordinal))
            ?? all.FirstOrDefault()
            ?? "";
    }

    internal static string SessionType(string modality) =>
        s_types.TryGetValue(modality, out string? stem) ? $"xnat:{stem}SessionData" : "xnat:otherDicomSessionData";

    internal static string ScanType(string modality) => modality switch
    {
        "SR" => "xnat:srScanData",
        "SC" => "xnat:scScanData",
        "SEG" => "xnat:segScanData",
        _ => s_types.TryGetValue(modality, out string? stem) ? $"xnat:{stem}ScanData" : "xnat:otherDicomScanData",
    };

    /// <summary>DICOM for primary images, secondary for captures, reports and the like.</summary>
    internal static string ResourceLabel(string sopClassUid) =>
        sopClassUid.StartsWith("1.2.840.10008.5.1.4.1.1.7", StringComparison.Ordinal)
        || sopClassUid.StartsWith("1.2.840.10008.5.1.4.1.1.88.", StringComparison.Ordinal)
        || sopClassUid.StartsWith("1.2.840.10008.5.1.4.1.1.11.", StringComparison.Ordinal)
        || sopClassUid.StartsWith("1.2.840.10008.5.1.4.1.1.104.", StringComparison.Ordinal)
            ? "secondary"
            : "DICOM";

    /// <summary>The series number; with the modality and a counter when another series of the session has it.</summary>
    internal static string ScanId(ArrivedHeader header, IReadOnlyCollection<SandboxScan> scans)
    {
        string number = Identifier.CleanLabel(header.SeriesNumber.Length > 0 ? header.SeriesNumber : "0");
        if (!scans.Any(s => s.Id == number))
        {
            return number;
        }

        string modality = Identifier.CleanLabel(header.Modality.Length > 0 ? header.Modality : "OT");
        for (int i = 1; ; i++)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{number}-{modality}{i}");
            if (!scans.Any(s => s.Id == id))
            {
                return id;
            }
        }
    }

    /// <summary>The site's template: study UID, series and instance number, and a hash of class and instance.</summary>
    internal static string FileName(ArrivedHeader header)
    {
        byte[] hash = SHA256.HashData(Encoding.ASCII.GetBytes(header.SopClassUid + "/" + header.SopInstanceUid));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Part(header.StudyInstanceUid)}-{Part(header.SeriesNumber)}-{Part(header.InstanceNumber)}-{Convert.ToHexString(hash, 0, 4).ToLowerInvariant()}.dcm");
    }

    /// <summary>Whether a sender's file name can be kept as it is.</summary>
    internal static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 200 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static string Part(string value)
    {
        string clean = new(value.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_').ToArray());
        return clean.Length == 0 ? "0" : clean;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Sandbox.Demo;

/// <summary>Reads the header of a session in the prearchive and compares it with the labels it was to get.</summary>
internal static class DemoReview
{
    private static readonly string[] s_fields = ["PatientName", "PatientID", "StudyID", "AccessionNumber", "StudyInstanceUID", "SeriesInstanceUID"];

    /// <summary>What is wrong, in words without identifiers; null when all is well.</summary>
    public static async Task<string?> FindTroubleAsync(XnatClient client, ImportItem item, CancellationToken cancellationToken)
    {
        IReadOnlyList<DicomHeaderElement> header = await client.Headers.DumpAsync(item.PrearchiveUrl!, s_fields, null, cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> values = header.GroupBy(e => e.Tag).ToDictionary(g => g.Key, g => g.First().Value ?? "", StringComparer.Ordinal);
        foreach ((string tag, string? label) in new[] { ("(0010,0010)", item.Subject), ("(0010,0020)", item.Subject), ("(0020,0010)", item.Session), ("(0008,0050)", item.Session) })
        {
            if (!string.Equals(values.GetValueOrDefault(tag), label, StringComparison.Ordinal))
            {
                return $"{tag} is not the label that was asked for";
            }
        }

        // A file that declares its UID as unknown (UN) shows it in another form.
        DicomHeaderElement? study = header.FirstOrDefault(e => e.Tag == "(0020,000D)");
        return study is null || study.VR != "UI" || study.Value == item.StudyInstanceUid ? null : "the header is that of another study";
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Text;

namespace XnatTools.DicomEdit.Audit;

/// <summary>
/// The audit as one HTML page that needs nothing else. It names scans and files by number: no value, no path and no description,
/// so that it can be kept beside the data.
/// </summary>
public static class IdentityHtml
{
    /// <summary>Makes the page.</summary>
    public static string Make(IReadOnlyList<IdentityScan> scans, DateTimeOffset made)
    {
        if (scans is null)
        {
            throw new ArgumentNullException(nameof(scans));
        }

        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>De-identification audit</title>\n<style>\n")
            .Append("body{font:14px/1.4 sans-serif;margin:2em;color:#222}table{border-collapse:collapse;margin:0 0 2em}th,td{border:1px solid #bbb;padding:.25em .6em;text-align:left;vertical-align:top}\n")
            .Append("th{background:#eee}.Blocking{background:#f6c9c9}.High{background:#fbe3c0}.Review{background:#fbf6c8}.Information{background:#eef3fb}td.n{text-align:right}code{white-space:nowrap}\n")
            .Append("</style></head><body>\n<h1>De-identification audit</h1>\n<p>Made ")
            .Append(made.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture))
            .Append(". The audit finds known risks in headers and says where a person has to look at pixels. It proves nothing. It holds no values.</p>\n");
        Summary(page, scans);
        foreach (IdentityScan scan in scans)
        {
            Findings(page, scan);
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static void Summary(StringBuilder page, IReadOnlyList<IdentityScan> scans)
    {
        int failed = 0;
        foreach (IdentityScan scan in scans)
        {
            failed += scan.Passed ? 0 : 1;
        }

        page.Append("<p><b>").Append(failed == 0 ? "No scan is blocked." : $"{failed} of {scans.Count} scans are blocked.").Append("</b></p>\n")
            .Append("<table><tr><th>Scan</th><th>Series</th><th>Modality</th><th>Files</th><th>Blocking</th><th>High</th><th>Review</th><th>Information</th></tr>\n");
        foreach (IdentityScan scan in scans)
        {
            page.Append("<tr class=\"").Append(scan.Worst?.ToString() ?? "").Append("\"><td><a href=\"#s").Append(scan.Position).Append("\">").Append(scan.Position).Append("</a></td><td>")
                .Append(scan.Series).Append("</td><td>").Append(Encode(scan.Modality ?? "")).Append("</td>");
            foreach (int number in new[] { scan.Files, scan.Blocking, scan.High, scan.Review, scan.Information })
            {
                page.Append("<td class=\"n\">").Append(number.ToString(CultureInfo.InvariantCulture)).Append("</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</table>\n");
    }

    private static void Findings(StringBuilder page, IdentityScan scan)
    {
        page.Append("<h2 id=\"s").Append(scan.Position).Append("\">Scan ").Append(scan.Position).Append("</h2>\n");
        if (scan.Findings.Length == 0)
        {
            page.Append("<p>Nothing was found.</p>\n");
            return;
        }

        page.Append("<table><tr><th>Weight</th><th>Element</th><th>Name</th><th>Why</th><th>PS3.15</th><th>Files</th><th>First file</th></tr>\n");
        foreach (IdentityFinding finding in scan.Findings)
        {
            page.Append("<tr class=\"").Append(finding.Severity).Append("\"><td>").Append(finding.Severity)
                .Append("</td><td><code>").Append(Encode(finding.Tag))
                .Append("</code></td><td>").Append(Encode(finding.Keyword ?? finding.Kind))
                .Append("</td><td>").Append(Encode(finding.Reason))
                .Append("</td><td>").Append(Encode(finding.Rule ?? ""))
                .Append("</td><td class=\"n\">").Append(finding.Files)
                .Append("</td><td class=\"n\">").Append(finding.Position == 0 ? "" : finding.Position.ToString(CultureInfo.InvariantCulture)).Append("</td></tr>\n");
        }

        page.Append("</table>\n");
        if (scan.NotListed > 0)
        {
            page.Append("<p>").Append(scan.NotListed).Append(" more findings are not listed.</p>\n");
        }
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}

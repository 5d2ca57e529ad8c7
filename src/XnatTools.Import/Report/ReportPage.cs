using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Text;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Report;

/// <summary>The report as one HTML page that needs nothing else: no script, no style sheet, no picture from elsewhere.</summary>
public static class ReportPage
{
    private const int MostRows = 2000;

    private const string Style = """
        body{font:14px/1.45 system-ui,Segoe UI,sans-serif;margin:2em auto;max-width:960px;padding:0 1em;color:#222}
        h1{font-size:1.5em}h2{font-size:1.15em;margin-top:1.8em}
        table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25em .6em;border-bottom:1px solid #ddd;vertical-align:top}
        td.n,th.n{text-align:right}.ok{color:#1a7f37}.failed{color:#b42318}.review{color:#9a6700}
        svg{width:100%;height:auto}svg text{font-size:11px;fill:#555}svg .axis{stroke:#999;fill:none}
        polyline{fill:none;stroke-width:2}polyline.posted{stroke:#8c959f}polyline.left{stroke:#0969da}polyline.complete{stroke:#1a7f37}polyline.failed{stroke:#b42318}
        rect.band{fill:#eaeef2}.key span{margin-right:1.2em}.key span::before{content:"";display:inline-block;width:1.2em;height:.5em;margin-right:.4em;background:#8c959f}
        .key .left::before{background:#0969da}.key .complete::before{background:#1a7f37}.key .failed::before{background:#b42318}.key .band::before{background:#eaeef2}.key span{color:#222}
        footer{margin-top:2em;color:#666;font-size:.9em}
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="state">The import.</param>
    /// <param name="import">How it stands.</param>
    /// <param name="includeIdentifiers">Puts accession number, study date and description into the tables.</param>
    public static void Write(TextWriter writer, LedgerState state, XnatImport import, bool includeIdentifiers)
    {
        if (writer is null || state is null || import is null)
        {
            throw new ArgumentNullException(nameof(state));
        }

        ReportFigures figures = ReportFigures.Of(state);
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>Import ")
            .Append(Text(state.Header.JobId)).Append("</title>\n<style>\n").Append(Style).Append("\n</style></head><body>\n");
        Head(page, state, import);
        Counts(page, figures, state.Lines.Count);
        page.Append("<h2>Over time</h2>\n").Append(ReportChart.Make(state));
        Completeness(page, figures);
        Missing(page, figures.Missing, includeIdentifiers);
        Attention(page, state, includeIdentifiers);
        Stalls(page, import);
        Events(page, state);
        page.Append("<footer>").Append(includeIdentifiers ? "This page holds patient identifiers: keep it as you keep the CSV file." : "This page holds labels, and no identifiers of the PACS.")
            .Append(" Made ").Append(Time(import.LastActivity > DateTimeOffset.MinValue ? import.LastActivity : state.LastTime)).Append(" from a ledger of ").Append(Number(state.Records)).Append(" records.</footer>\n</body></html>\n");
        writer.Write(page.ToString());
    }

    private static void Head(StringBuilder page, LedgerState state, XnatImport import)
    {
        page.Append("<h1>Import into ").Append(Text(state.Header.Project)).Append("</h1>\n<table>\n");
        Row(page, "Job", state.Header.JobId);
        Row(page, "Site", state.Header.Site);
        Row(page, "From PACS, to receiver", $"{state.Header.PacsId}, {state.Header.Receiver}");
        Row(page, "Begun", Time(state.Header.Started));
        Row(page, "Last activity", Time(state.LastTime));
        Row(page, "Status", import.Status.ToString());
        if (import.Forecast?.End is DateTimeOffset end && import.Status is not XnatImportStatus.Ended)
        {
            string until = import.Forecast.Latest is DateTimeOffset latest ? Time(latest) : "nobody knows when";
            string about = import.Forecast is { EndIfFaster: DateTimeOffset faster, EndIfSlower: DateTimeOffset slower } ? $"{Time(faster)} or, if not before the schedule shuts, {Time(slower)}" : Time(end);
            Row(page, "Done about", $"{about}, between {Time(import.Forecast.Earliest ?? end)} and {until} ({import.Forecast.Remaining} studies still to be retrieved)");
        }

        page.Append("</table>\n");
    }

    private static void Counts(StringBuilder page, ReportFigures figures, int lines)
    {
        page.Append("<h2>Every line and its outcome</h2>\n<table id=\"outcomes\"><tr><th>Outcome</th><th class=\"n\">Lines</th><th>To do</th></tr>\n");
        foreach (KeyValuePair<ImportOutcome, int> entry in figures.Lines)
        {
            OutcomeGroup group = OutcomeGroups.Of(entry.Key);
            page.Append("<tr><td class=\"").Append(group.ToString().ToLowerInvariant()).Append("\">").Append(entry.Key).Append("</td><td class=\"n\">").Append(Number(entry.Value)).Append("</td><td>")
                .Append(OutcomeGroups.IsUnderWay(entry.Key) ? "under way" : group switch { OutcomeGroup.Ok => "nothing", OutcomeGroup.Failed => "import again", _ => "look at it" }).Append("</td></tr>\n");
        }

        page.Append("<tr><th>All lines</th><th class=\"n\">").Append(Number(lines)).Append("</th><th></th></tr></table>\n");
    }

    private static void Completeness(StringBuilder page, ReportFigures figures)
    {
        page.Append("<h2>Completeness</h2>\n<table id=\"completeness\"><tr><th></th><th class=\"n\">Expected</th><th class=\"n\">There</th></tr>\n");
        Pair(page, "Studies", figures.Studies, figures.Complete);
        Pair(page, "Series (where the PACS counts them)", figures.SeriesExpected, figures.SeriesFound);
        if (figures.InstancesExpected > 0)
        {
            Pair(page, "Images (where the PACS counts them)", figures.InstancesExpected, figures.InstancesFound);
        }

        page.Append("<tr><td>Images, of all studies").Append(figures.InstancesExpected > 0 ? "" : " (the PACS does not say how many it has)").Append("</td><td></td><td class=\"n\">").Append(Number(figures.FilesFound)).Append("</td></tr>\n");
        foreach (KeyValuePair<string, (int Studies, int Complete)> modality in figures.Modalities)
        {
            Pair(page, "Studies with " + modality.Key, modality.Value.Studies, modality.Value.Complete);
        }

        page.Append("</table>\n<p>").Append(Number(figures.Requests)).Append(" requests, ").Append(Number(figures.RequestsAlone))
            .Append(" of them for one study alone, which XNAT serves before other users' requests; ").Append(Number(figures.Repeats)).Append(" times a study was asked for again.</p>\n");
        if (figures.SeriesLeftOut > 0)
        {
            page.Append("<p id=\"left-out\">").Append(Number(figures.SeriesLeftOut)).Append(" series were left out by choice, such as dose reports; the table of the ingestion status names them.</p>\n");
        }
    }

    private static void Missing(StringBuilder page, IReadOnlyList<LedgerStudy> missing, bool identifiers)
    {
        page.Append("<h2>What is missing</h2>\n");
        if (missing.Count == 0)
        {
            page.Append("<p>Nothing that is known of.</p>\n");
            return;
        }

        page.Append("<table id=\"missing\"><tr><th class=\"n\">Line</th><th>Session</th>").Append(identifiers ? "<th>Accession</th>" : "").Append("<th>Outcome</th><th>Missing</th></tr>\n");
        for (int i = 0; i < Math.Min(MostRows, missing.Count); i++)
        {
            LedgerStudy study = missing[i];
            page.Append("<tr><td class=\"n\">").Append(study.Rows.Count > 0 ? Number(study.Rows[0]) : "").Append("</td><td>").Append(Text(study.Labels?.Session));
            page.Append(identifiers ? "</td><td>" + Text(study.Identifiers?.AccessionNumber) : "").Append("</td><td>").Append(study.Outcome).Append("</td><td>").Append(Text(string.Join(", ", study.Missing))).Append("</td></tr>\n");
        }

        page.Append("</table>\n");
        Cut(page, missing.Count);
    }

    private static void Attention(StringBuilder page, LedgerState state, bool identifiers)
    {
        List<LedgerLine> lines = [];
        foreach (LedgerLine line in state.Lines)
        {
            if (OutcomeGroups.Of(line.Outcome) != OutcomeGroup.Ok && !OutcomeGroups.IsUnderWay(line.Outcome))
            {
                lines.Add(line);
            }
        }

        if (lines.Count == 0)
        {
            return;
        }

        page.Append("<h2>Lines that need attention</h2>\n<table id=\"attention\"><tr><th class=\"n\">Line</th><th>Session</th>").Append(identifiers ? "<th>Accession</th><th>Study</th>" : "").Append("<th>Outcome</th><th>Why</th></tr>\n");
        for (int i = 0; i < Math.Min(MostRows, lines.Count); i++)
        {
            LedgerLine line = lines[i];
            LedgerIdentifiers? known = line.Identifiers;
            foreach (string key in line.Keys)
            {
                known ??= state.Find(key)?.Identifiers;
            }

            page.Append("<tr><td class=\"n\">").Append(Number(line.Row)).Append("</td><td>").Append(Text(known?.Labels.Session)).Append("</td>");
            if (identifiers)
            {
                page.Append("<td>").Append(Text(known?.AccessionNumber ?? known?.Criteria?.AccessionNumber)).Append("</td><td>").Append(Text($"{known?.StudyDate} {known?.StudyDescription}")).Append("</td>");
            }

            page.Append("<td class=\"").Append(OutcomeGroups.Of(line.Outcome).ToString().ToLowerInvariant()).Append("\">").Append(line.Outcome).Append("</td><td>").Append(Text(line.Reason ?? line.Code)).Append("</td></tr>\n");
        }

        page.Append("</table>\n");
        Cut(page, lines.Count);
    }

    private static void Stalls(StringBuilder page, XnatImport import)
    {
        if (import.Stalls.Length == 0)
        {
            return;
        }

        page.Append("<h2>What stands still</h2>\n<ul>\n");
        foreach (ImportStall stall in import.Stalls)
        {
            page.Append("<li><b>").Append(Text(stall.Link)).Append("</b>: ").Append(Text(stall.Message)).Append(' ').Append(Text(stall.Cure)).Append("</li>\n");
        }

        page.Append("</ul>\n");
    }

    private static void Events(StringBuilder page, LedgerState state)
    {
        List<LedgerEvent> events = [];
        foreach (LedgerEvent entry in state.Timeline)
        {
            if (entry.Kind is not (LedgerKind.State or LedgerKind.Plan or LedgerKind.Line or LedgerKind.Post or LedgerKind.Answer))
            {
                events.Add(entry);
            }
        }

        page.Append("<h2>What happened</h2>\n<table id=\"events\">\n");
        for (int i = Math.Max(0, events.Count - MostRows); i < events.Count; i++)
        {
            Row(page, Time(events[i].Time), (events[i].Kind + " " + (events[i].Text ?? events[i].Code)).Trim());
        }

        page.Append("</table>\n");
    }

    private static void Cut(StringBuilder page, int count)
    {
        if (count > MostRows)
        {
            page.Append("<p>").Append(Number(count - MostRows)).Append(" more stand in the CSV file of the report.</p>\n");
        }
    }

    private static void Pair(StringBuilder page, string name, long expected, long found) =>
        page.Append("<tr><td>").Append(Text(name)).Append("</td><td class=\"n\">").Append(Number(expected)).Append("</td><td class=\"n\">").Append(Number(found)).Append("</td></tr>\n");

    private static void Row(StringBuilder page, string name, string? value) =>
        page.Append("<tr><th>").Append(Text(name)).Append("</th><td>").Append(Text(value)).Append("</td></tr>\n");

    private static string Text(string? value) => WebUtility.HtmlEncode(value ?? "");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

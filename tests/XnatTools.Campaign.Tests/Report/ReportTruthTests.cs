using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Xml.Linq;
using XnatTools.Campaign.Tests.Simulated;
using XnatTools.Import.Csv;
using XnatTools.Import.Ledger;
using XnatTools.Import.Report;
using XnatTools.Sandbox.Demo;
using Xunit;

namespace XnatTools.Campaign.Tests.Report;

/// <summary>
/// The report of an import in which all kinds of things go wrong, held against figures that are computed anew from what the PACS has
/// and from the files that really lie in the sandbox. What failed is fed back, and arrives.
/// </summary>
[Collection(SimulationCollection.Name)]
public sealed class ReportTruthTests
{
    private const int Short = 6;
    private const int WithoutSeries = 7;
    private const int Refused = 8;
    private const int Dropped = 9;
    private const int Declined = 10;

    [Fact]
    public async Task Figures_are_those_of_the_files_and_what_failed_can_be_fed_back()
    {
        await using ReportSite site = await ReportSite.StartAsync(11);
        IReadOnlyList<MadeStudy> made = site.Studies;
        await site.FaultAsync("move-missing", made[Short].StudyInstanceUid, "1");
        await site.FaultAsync("empty-series", made[WithoutSeries].Series[1].SeriesInstanceUid);
        await site.FaultAsync("move-fail", made[Refused].StudyInstanceUid);
        await site.FaultAsync("import-drop", made[Dropped].StudyInstanceUid);
        string csv = Path.Combine(site.Folder, "cohort.csv");
        await File.WriteAllLinesAsync(csv,
        [
            "Accession Number,Subject,Session", .. made.Select((s, i) => $"{s.AccessionNumber},S{i},S{i}_1"), "NOSUCH,S97,S97_1", $"{made[0].AccessionNumber},S0,S0_1",
        ]);

        LedgerState state = await site.ImportAsync(csv, made[Declined].AccessionNumber);
        (Dictionary<string, Dictionary<string, int>> files, Dictionary<string, int> queued) = await site.TruthAsync();

        // Every line once, with what became of its study by the files there.
        Dictionary<int, Dictionary<string, string>> status = Table(site.Write("status.csv", writer => ReportTables.WriteStatus(writer, state))).ToDictionary(r => int.Parse(r["Row"], CultureInfo.InvariantCulture));
        Assert.Equal(Enumerable.Range(2, made.Count + 2), status.Keys.Order());
        int complete = 0;
        for (int i = 0; i < made.Count; i++)
        {
            Dictionary<string, string> row = status[i + 2];
            Dictionary<string, int> there = files.GetValueOrDefault(made[i].StudyInstanceUid, []);
            string[] missing = [.. made[i].Series.Where(s => there.GetValueOrDefault(s.SeriesInstanceUid) < s.InstanceCount).Select(s => $"series {s.Number} ({there.GetValueOrDefault(s.SeriesInstanceUid)} of {s.InstanceCount})")];
            bool whole = there.Count > 0 && missing.Length == 0;
            complete += whole ? 1 : 0;
            string outcome = whole ? "InPrearchive" : i switch { Declined => "Excluded", Dropped => "NotAccepted", Refused => "Failed", _ => "Incomplete" };
            Assert.Equal((i, outcome, $"S{i}_1"), (i, row["Outcome"], row["Session"]));
            if (i != Declined)
            {
                Assert.Equal((i, made[i].Series.Count, made[i].InstanceCount), (i, Number(row["SeriesExpected"]), Number(row["InstancesExpected"])));
                Assert.Equal((i, there.Count(f => f.Value > 0), there.Values.Sum()), (i, Number(row["SeriesFound"]), Number(row["InstancesFound"])));
                Assert.Equal((i, outcome == "Incomplete" ? string.Join("; ", missing) : ""), (i, row["Missing"]));
            }
        }

        Assert.Equal(6, complete);
        Assert.Equal(("NotFound", "Duplicate"), (status[made.Count + 2]["Outcome"], status[made.Count + 3]["Outcome"]));

        // The page adds up to the same.
        MadeStudy[] planned = [.. made.Where((_, i) => i != Declined)];
        Dictionary<string, int> present = planned.ToDictionary(s => s.StudyInstanceUid, s => files.GetValueOrDefault(s.StudyInstanceUid, []).Values.Sum());
        XnatImport import = ImportSummary.Make("cohort", state, isHeld: false, DateTimeOffset.Now);
        string page = await File.ReadAllTextAsync(site.Write("report.html", writer => ReportPage.Write(writer, state, import, includeIdentifiers: false)));
        Assert.DoesNotContain(made, s => page.Contains(s.AccessionNumber, StringComparison.Ordinal) || page.Contains(s.PatientName, StringComparison.Ordinal));
        Dictionary<string, string[]> outcomes = Rows(page, "outcomes");
        foreach (IGrouping<string, Dictionary<string, string>> group in status.Values.GroupBy(r => r["Outcome"]))
        {
            Assert.Equal(group.Count().ToString(CultureInfo.InvariantCulture), outcomes[group.Key][0]);
        }

        Assert.Equal(made.Count + 2, Number(outcomes["All lines"][0]));
        Dictionary<string, string[]> figures = Rows(page, "completeness");
        Assert.Equal((planned.Length, complete), Pair(figures["Studies"]));
        Assert.Equal((planned.Sum(s => s.Series.Count), planned.Sum(s => s.Series.Count(e => files.GetValueOrDefault(s.StudyInstanceUid, []).GetValueOrDefault(e.SeriesInstanceUid) > 0))), Pair(figures["Series (where the PACS counts them)"]));
        Assert.Equal((planned.Sum(s => s.InstanceCount), present.Values.Sum()), Pair(figures["Images (where the PACS counts them)"]));
        Assert.Equal((0, present.Values.Sum()), Pair(figures["Images, of all studies"]));
        Assert.Equal([Short + 2, WithoutSeries + 2], Rows(page, "missing").Keys.Select(Number));
        Assert.Equal([.. new[] { Short, WithoutSeries, Refused, Dropped, Declined, made.Count }.Select(i => i + 2)], Rows(page, "attention").Keys.Select(Number).Order());
        Assert.Equal(queued.Values.Sum() - queued.Count, planned.Sum(s => Math.Max(0, queued.GetValueOrDefault(s.StudyInstanceUid) - 1)));

        // Ok, failed and review are all lines, each once, as they were asked.
        Dictionary<OutcomeGroup, string> parts = Enum.GetValues<OutcomeGroup>().ToDictionary(g => g, g => site.Write(g + ".csv", writer => ReportTables.WriteLines(writer, state, g)));
        List<ImportRow> rows = [.. parts.Values.SelectMany(p => CsvSheetReader.Read(p))];
        Assert.All(rows, r => Assert.True(r.IsValid));
        Assert.Equal(status.Keys.Order(), rows.Select(r => Number(r.Other["Line"])).Order());
        Assert.All(rows, r => Assert.Equal(Number(r.Other["Line"]) is int line && line - 2 < made.Count ? made[line - 2].AccessionNumber : line == made.Count + 2 ? "NOSUCH" : made[0].AccessionNumber, r.AccessionNumber));
        Assert.Equal([Refused + 2, Dropped + 2], CsvSheetReader.Read(parts[OutcomeGroup.Failed]).Select(r => Number(r.Other["Line"])).Order());

        // The trace leads from each accession number to the session that has its files.
        Dictionary<string, Dictionary<string, string>> trace = Table(site.Write("trace.csv", writer => ReportTables.WriteTrace(writer, state))).ToDictionary(r => r["AccessionNumber"]);
        Assert.Equal(planned.Select(s => s.AccessionNumber).Order(StringComparer.Ordinal), trace.Keys.Order(StringComparer.Ordinal));
        Assert.All(planned, s => Assert.Equal((s.PatientId, s.StudyInstanceUid), (trace[s.AccessionNumber]["PatientId"], trace[s.AccessionNumber]["StudyInstanceUid"])));

        // Fed back when the cause is cured, what failed arrives, and nothing else is touched.
        await site.HealAsync();
        LedgerState again = await site.ImportAsync(parts[OutcomeGroup.Failed]);
        Assert.Equal(2, again.Lines.Count);
        Assert.All(again.Lines, l => Assert.Equal(ImportOutcome.InPrearchive, l.Outcome));
        (Dictionary<string, Dictionary<string, int>> after, Dictionary<string, int> requeued) = await site.TruthAsync();
        Assert.Equal([made[Refused].InstanceCount, made[Dropped].InstanceCount], new[] { Refused, Dropped }.Select(i => after[made[i].StudyInstanceUid].Values.Sum()));
        Assert.All(queued, q => Assert.Equal(q.Value + (q.Key == made[Refused].StudyInstanceUid ? 1 : 0), requeued[q.Key]));
    }

    /// <summary>A CSV file as whoever made no use of ours would read it.</summary>
    private static List<Dictionary<string, string>> Table(string path)
    {
        List<string[]> lines = [.. File.ReadAllLines(path).Select(l => Regex.Matches(l, "(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,]*))").Select(m => m.Groups[1].Success ? m.Groups[1].Value.Replace("\"\"", "\"", StringComparison.Ordinal) : m.Groups[2].Value).ToArray())];
        return [.. lines.Skip(1).Select(l => lines[0].Select((name, i) => (name.TrimStart('\uFEFF'), l[i])).ToDictionary())];
    }

    /// <summary>A table of the page: first cell, other cells.</summary>
    private static Dictionary<string, string[]> Rows(string page, string id) =>
        XElement.Parse(Regex.Match(page, $"<table id=\"{id}\">.*?</table>", RegexOptions.Singleline).Value).Elements("tr").Skip(1).ToDictionary(r => r.Elements().First().Value, r => r.Elements().Skip(1).Select(c => c.Value).ToArray());

    private static (int Expected, int There) Pair(string[] cells) => (Number(cells[0]), Number(cells[1]));

    private static int Number(string text) => text.Length == 0 ? 0 : int.Parse(text, CultureInfo.InvariantCulture);
}

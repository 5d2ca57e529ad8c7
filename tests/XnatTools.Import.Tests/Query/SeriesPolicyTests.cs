using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Import.Query;
using XnatTools.Import.Series;
using XnatTools.Import.Tests.Fakes;
using Xunit;

namespace XnatTools.Import.Tests.Query;

public sealed class SeriesPolicyTests
{
    [Theory]
    [InlineData("Dose Info")]
    [InlineData("DOSE_REPORT")]
    [InlineData("doseinfo")]
    [InlineData("Dose  Report ")]
    [InlineData("999 - Dose.Report (1)")]
    [InlineData("patient-protocol")]
    [InlineData("Patient\u00A0Protocol")]
    [InlineData("PATIENT PROTOCOLS")]
    [InlineData("X-Ray Radiation Dose Report")]
    [InlineData("D\u00F3se Rep\u00F3rt")]
    [InlineData("\uFF24\uFF4F\uFF53\uFF45 Info")]
    [InlineData("Dose Information")]
    public void The_default_keeps_dose_and_protocol_out_in_any_spelling(string description) =>
        Assert.NotNull(SeriesPolicy.Default.ReasonToExclude(Series(1, description)));

    [Theory]
    [InlineData("LOW DOSE CHEST")]
    [InlineData("Patient moved")]
    [InlineData("Protocol 3 T1 AX")]
    [InlineData("")]
    [InlineData(null)]
    public void The_default_keeps_everything_else(string? description) => Assert.Null(SeriesPolicy.Default.ReasonToExclude(Series(1, description)));

    [Fact]
    public async Task An_echo_that_fails_as_well_costs_no_study_its_outcome()
    {
        FakeSite site = new(new JumpingClock()) { PacsUp = false, PingFault = new XnatException(XnatErrorCode.ServerError, "It failed.") };
        List<FindResult> results = [];
        await foreach (FindResult result in new SeriesSelector(site).SelectAsync([new PacsStudy { StudyInstanceUid = "1.1", PacsId = 1 }, new PacsStudy { StudyInstanceUid = "1.2", PacsId = 1 }]))
        {
            results.Add(result);
        }

        Assert.Equal([ImportOutcome.QueryFailed, ImportOutcome.QueryFailed], results.Select(r => r.Failure!.Outcome));
    }

    [Fact]
    public void Each_rule_leaves_out_for_its_own_reason()
    {
        PacsStudy study = FakeSite.Study("1.1", "A1", series:
        [
            Series(1, "T1 AX", "MR", 30), Series(2, "T2 AX", "MR", 30), Series(3, "LOCALIZER", "MR", 3), Series(4, "Report", "SR", 1),
            Series(5, "T1 COR", "MR", 900), Series(6, "T1 unknown", "MR", null),
        ]);
        SeriesPolicy policy = new() { Include = ["t1*", "*LOCAL*", "Report"], Exclude = ["*cor*"], Modality = ["MR"], MinimumInstances = 10, MaximumInstances = 1000 };

        PacsStudy selected = policy.Apply(study);

        Assert.Equal(["s1", "s6"], selected.SeriesInstanceUid);
        Dictionary<int, string?> why = selected.ExcludedSeries.ToDictionary(s => s.SeriesNumber!.Value, s => s.ExcludedBecause);
        Assert.Equal([2, 3, 4, 5], why.Keys.OrderBy(k => k));
        Assert.Contains("not among", why[2]);
        Assert.Contains("fewer than 10", why[3]);
        Assert.Contains("modality SR", why[4]);
        Assert.Contains("*cor*", why[5]);
    }

    [Fact]
    public void The_lowest_series_numbers_win_when_only_some_are_wanted()
    {
        PacsStudy study = FakeSite.Study("1.1", "A1", series: [Series(9, "c"), Series(2, "a"), Series(5, "b")]);

        PacsStudy selected = new SeriesPolicy { MaximumSeries = 2 }.Apply(study);

        Assert.Equal(["s2", "s5"], selected.SeriesInstanceUid);
        Assert.Equal("s9", Assert.Single(selected.ExcludedSeries).SeriesInstanceUid);
    }

    [Fact]
    public void Selecting_again_can_only_narrow()
    {
        PacsStudy study = FakeSite.Study("1.1", "A1", series: [Series(1, "Dose Report"), Series(2, "AX"), Series(3, "COR")]);

        PacsStudy again = new SeriesPolicy { UseDefaults = false, Exclude = ["COR"] }.Apply(SeriesPolicy.Default.Apply(study));

        Assert.Equal(["s2"], again.SeriesInstanceUid);
        Assert.Equal(2, again.ExcludedSeries.Length);
    }

    [Fact]
    public async Task The_selector_lists_names_what_cannot_be_listed_and_ends_a_study_of_which_nothing_is_left()
    {
        FakeSite site = new(new JumpingClock());
        for (int i = 1; i <= 12; i++)
        {
            site.Pacs.Add(FakeSite.Study("1." + i, "A" + i, series: i == 5
                ? [new PacsSeries { SeriesInstanceUid = "d", SeriesDescription = "DoseReport" }]
                : [new PacsSeries { SeriesInstanceUid = "x" + i, SeriesDescription = "AX" }, new PacsSeries { SeriesInstanceUid = "d" + i, SeriesDescription = "dose info" }]));
        }

        List<PacsStudy> asked = [.. Enumerable.Range(1, 13).Select(i => new PacsStudy { StudyInstanceUid = "1." + i, PacsId = 1, Row = i })];
        List<FindResult> results = [];
        await foreach (FindResult result in new SeriesSelector(site).SelectAsync(asked))
        {
            results.Add(result);
        }

        Assert.Equal(Enumerable.Range(1, 13), results.Select(r => r.Row));
        Assert.Equal(ImportOutcome.Excluded, results[4].Failure?.Outcome);
        Assert.Single(results[4].Failure!.Study!.ExcludedSeries);
        Assert.Equal(ImportOutcome.QueryFailed, results[12].Failure?.Outcome);
        foreach (FindResult result in results.Where(r => r.Study is not null))
        {
            Assert.Equal("x" + result.Row, Assert.Single(result.Study!.SeriesInstanceUid));
            Assert.Single(result.Study.ExcludedSeries);
        }
    }

    private static PacsSeries Series(int number, string? description, string modality = "CT", int? instances = 20) =>
        new() { SeriesInstanceUid = "s" + number, SeriesNumber = number, SeriesDescription = description, Modality = modality, InstanceCount = instances };
}

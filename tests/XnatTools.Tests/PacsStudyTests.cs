using System.Reflection;
using Xunit;

namespace XnatTools.Tests;

public sealed class PacsStudyTests
{
    [Fact]
    public void A_relabelled_copy_keeps_everything_else()
    {
        PacsStudy study = Filled();
        PacsStudy copy = study.WithLabels(new RelabelMap { Subject = "S002" });
        AssertSameExcept(study, copy, nameof(PacsStudy.Labels), nameof(PacsStudy.Subject), nameof(PacsStudy.Session));
        Assert.Equal("S002", copy.Subject);
        Assert.Equal("S001", study.Subject);
    }

    [Fact]
    public void A_choice_of_series_keeps_everything_else()
    {
        PacsStudy study = Filled();
        PacsStudy copy = study.WithSelection(["1.2.3.1"], [new PacsSeries { SeriesInstanceUid = "1.2.3.2", ExcludedBecause = "dose report" }]);
        AssertSameExcept(study, copy, nameof(PacsStudy.SeriesInstanceUid), nameof(PacsStudy.ExcludedSeries));
    }

    [Fact]
    public void Known_series_set_the_count()
    {
        PacsStudy copy = Filled().WithSeries([new PacsSeries(), new PacsSeries()]);
        Assert.Equal(2, copy.SeriesCount);
        AssertSameExcept(Filled(), copy, nameof(PacsStudy.Series), nameof(PacsStudy.SeriesCount), nameof(PacsStudy.Criteria), nameof(PacsStudy.Labels), nameof(PacsStudy.Modality), nameof(PacsStudy.SeriesInstanceUid), nameof(PacsStudy.ExcludedSeries));
    }

    private static PacsStudy Filled()
    {
        PacsStudy study = new() { Criteria = new ImportRow { Row = 7 }, Labels = new RelabelMap { Subject = "S001", Session = "S001_1" }, Modality = ["MR"], SeriesCount = 3, InstanceCount = 9 };
        foreach (PropertyInfo property in typeof(PacsStudy).GetProperties())
        {
            if (property.PropertyType == typeof(string) && property.SetMethod is not null)
            {
                property.SetValue(study, property.Name + "-value");
            }
            else if (property.SetMethod is not null && (property.PropertyType == typeof(int) || property.PropertyType == typeof(long)))
            {
                property.SetValue(study, 7);
            }
        }

        return study;
    }

    private static void AssertSameExcept(PacsStudy expected, PacsStudy actual, params string[] except)
    {
        foreach (PropertyInfo property in typeof(PacsStudy).GetProperties())
        {
            if (System.Array.IndexOf(except, property.Name) < 0)
            {
                Assert.Equal(property.GetValue(expected), property.GetValue(actual));
            }
        }
    }
}

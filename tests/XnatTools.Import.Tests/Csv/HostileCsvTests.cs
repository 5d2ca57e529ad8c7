using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using XnatTools.Import.Csv;
using Xunit;

namespace XnatTools.Import.Tests.Csv;

public sealed class HostileCsvTests
{
    private static readonly CsvCase[] s_cases = [.. HostileFiles.All(), .. HostileRows.All()];

    public static TheoryData<string> Names
    {
        get
        {
            TheoryData<string> names = [];
            foreach (CsvCase one in Cases())
            {
                names.Add(one.Name);
            }

            return names;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_exactly_the_trap(string name)
    {
        CsvCase one = Cases().Single(c => c.Name == name);

        string[] found = one.Find().Select(f => f.Code["Csv".Length..]).Distinct().OrderBy(c => c, StringComparer.Ordinal).ToArray();

        Assert.Equal(one.Codes.OrderBy(c => c, StringComparer.Ordinal), found);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Lets_only_sound_rows_through(string name)
    {
        CsvCase one = Cases().Single(c => c.Name == name);
        using CsvSheetReader reader = one.Open();

        if (!reader.IsUsable)
        {
            Assert.Equal(0, one.ValidRows);
            XnatException error = Assert.Throws<XnatException>(() => reader.ReadRows().Count());
            Assert.True(error.Code == XnatErrorCode.CsvHeaderInvalid || error.Code == XnatErrorCode.CsvUnreadable);
            return;
        }

        Assert.Equal(one.ValidRows, reader.ReadRows().Count(r => r.IsValid));
    }

    [Fact]
    public void There_are_enough_of_them()
    {
        Assert.True(Cases().Count >= 90);
        Assert.Equal(Cases().Count, Cases().Select(c => c.Name).Distinct().Count());
    }

    [Fact]
    public void Every_code_has_a_file_that_shows_it()
    {
        HashSet<string> shown = [.. Cases().SelectMany(c => c.Codes).Select(c => "Csv" + c)];
        string[] missing = CsvFindingCodes.All.Select(c => c.Id).Where(id => !shown.Contains(id)).ToArray();

        // Sixteen thousand columns are made by their own test.
        Assert.Equal(["CsvTooManyColumns"], missing);
    }

    [Fact]
    public void Findings_say_where_and_what_to_do_and_never_show_a_value()
    {
        foreach (CsvCase one in Cases())
        {
            foreach (CsvFinding finding in one.Find())
            {
                CsvFindingCode code = CsvFindingCodes.FromId(finding.Code)!;
                Assert.Equal(code.Severity, finding.Severity);
                Assert.Equal(code.CanRepair, finding.CanRepair);
                Assert.NotEqual("", finding.Cure);
                Assert.DoesNotContain("{", finding.Message, StringComparison.Ordinal);
                Assert.Equal("case.csv", finding.SourceFile);
                Assert.Null(finding.Value);
                foreach (string mark in new[] { "ACC", "P0001", "Sample", "S001", "20240307" })
                {
                    Assert.DoesNotContain(mark, finding.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    internal static IReadOnlyList<CsvCase> Cases() => s_cases;
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;
using XnatTools.Import.Csv;

namespace XnatTools.Conventions.Tests.Texts;

/// <summary>Every code that a script may meet stands in help, with what to do.</summary>
public sealed class CodeTableTests
{
    [Fact]
    public void Errors_topic_lists_every_error_code()
    {
        StringBuilder table = new();
        foreach (XnatErrorCode code in XnatErrorCode.All.OrderBy(c => c.Id, StringComparer.Ordinal))
        {
            table.Append("    ").Append(code.Id).Append('\n');
            table.Append(HelpText.Wrap($"{code.Category}; {(code.IsTerminating ? "ends the pipeline" : "the other rows go on")}. {code.Advice}", 8)).Append('\n');
        }

        HelpText.AssertSection("about_XnatTools_Errors", "THE CODES", "SEE ALSO", table.ToString().TrimEnd('\n') + "\n");
    }

    [Fact]
    public void Csv_topic_lists_every_finding()
    {
        StringBuilder table = new();
        foreach (CsvFindingCode code in CsvFindingCodes.All)
        {
            table.Append("    ").Append(code.Id).Append('\n');
            string message = code.Message.Replace("{0}", "...", StringComparison.Ordinal).Replace("{1}", "...", StringComparison.Ordinal);
            table.Append(HelpText.Wrap($"{code.Severity}{(code.CanRepair ? ", mended by Repair-XnatCsv" : "")}. {message}", 8));
            table.Append(HelpText.Wrap($"Cure: {code.Cure}", 8)).Append('\n');
        }

        HelpText.AssertSection("about_XnatTools_Csv", "THE CODES", "SEE ALSO", table.ToString().TrimEnd('\n') + "\n");
    }

    [Fact]
    public void Csv_topic_lists_every_heading()
    {
        StringBuilder table = new();
        foreach (KeyValuePair<CsvField, string[]> field in CsvHeadings.Spellings.Where(f => f.Key <= CsvField.PatientName))
        {
            table.Append("    ").Append(field.Value[0]).Append('\n');
            if (field.Value.Length > 1)
            {
                table.Append(HelpText.Wrap("also " + string.Join(", ", field.Value.Skip(1)), 8));
            }
        }

        HelpText.AssertSection("about_XnatTools_Csv", "KNOWN HEADINGS", "DATES", table.ToString());
    }

    /// <summary>Ids are a contract: Pascal case without spaces, never two alike.</summary>
    [Fact]
    public void Ids_are_well_formed()
    {
        string[] ids = [.. XnatErrorCode.All.Select(c => c.Id), .. CsvFindingCodes.All.Select(c => c.Id)];

        Assert.All(ids, id => Assert.Matches("^[A-Z][A-Za-z0-9]+$", id));
        Assert.All(CsvFindingCodes.All, c => Assert.StartsWith("Csv", c.Id, StringComparison.Ordinal));
        Assert.All(XnatErrorCode.All.Select(c => c.Advice).Concat(CsvFindingCodes.All.SelectMany(c => new[] { c.Message, c.Cure })), t => Assert.EndsWith(".", t, StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_that_lacks_a_code_is_seen()
    {
        Exception fault = Assert.ThrowsAny<Exception>(() => HelpText.AssertSection("about_XnatTools_Errors", "THE CODES", "SEE ALSO", "    XnatInvented\n", mayUpdate: false));
        Assert.Contains("XnatInvented", fault.Message, StringComparison.Ordinal);
    }
}

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Sandbox.Demo;
using Xunit;

namespace XnatTools.Sandbox.Tests.DemoRuns;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_brings_every_line_to_the_outcome_it_should_have()
    {
        using StringWriter output = new();

        int code = await DemoCommand.RunAsync(DemoOptions.Parse([]), new DemoScreen(output, isTerminal: false), CancellationToken.None);

        string text = output.ToString();
        Assert.True(code == 0, text);
        Assert.Contains("345 of 345 images are in the archive", text, StringComparison.Ordinal);
        Assert.DoesNotContain("(!)", text, StringComparison.Ordinal);

        // What it shows are labels and counts; no name, patient ID or accession number of the PACS.
        foreach (MadeStudy study in MadeStudies.Plan(7))
        {
            Assert.DoesNotContain(study.PatientName.Split('^')[0] + "^", text, StringComparison.Ordinal);
            Assert.DoesNotContain(study.PatientId, text, StringComparison.Ordinal);
            Assert.DoesNotContain(study.AccessionNumber, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_line_of_a_given_file_that_finds_nothing_ends_the_demo_with_1()
    {
        string csv = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".csv");
        await File.WriteAllTextAsync(csv, "Accession Number,Subject,Session\n" + MadeStudies.Plan(7)[1].AccessionNumber + ",S1,S1_1\nNOSUCH01,S2,S2_1\n");
        try
        {
            using StringWriter output = new();

            int code = await DemoCommand.RunAsync(DemoOptions.Parse(["--csv", csv]), new DemoScreen(output, isTerminal: false), CancellationToken.None);

            Assert.Equal(1, code);
            Assert.Contains("NotFound (!)", output.ToString(), StringComparison.Ordinal);
            Assert.Single(output.ToString().Split('\n'), l => l.Contains(" Archived", StringComparison.Ordinal) && l.Contains("S1_1", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(csv);
        }
    }

    [Theory]
    [InlineData("--pacs", "ORTHANC@127.0.0.1:4242")]
    [InlineData("--pacs", "ORTHANC")]
    [InlineData("--dicom", "/no/such/folder")]
    [InlineData("--receiver", "70000")]
    [InlineData("--what", "1")]
    public void Wrong_arguments_are_refused_with_a_reason(string name, string value) => Assert.NotEmpty(Assert.Throws<FormatException>(() => DemoOptions.Parse([name, value])).Message);
}

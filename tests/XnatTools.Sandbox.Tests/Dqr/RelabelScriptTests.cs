using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using XnatTools.Dicom;
using XnatTools.Sandbox.Anonymization;
using XnatTools.Sandbox.Dqr;
using XnatTools.Sandbox.Web;
using Xunit;

namespace XnatTools.Sandbox.Tests.Dqr;

public sealed class RelabelScriptTests
{
    private static string? Generate(params (string Key, string? Value)[] map)
        => RelabelScript.Generate(map.Select(entry => new KeyValuePair<string, string?>(entry.Key, entry.Value)));

    [Fact]
    public void Writes_the_documented_script()
        => Assert.Equal(
            "version \"6.1\"\n(0010,0010) := \"S001\"\n(0010,0020) := \"S001\"\n(0020,0010) := \"S001_1\"\n(0008,0050) := \"S001_1\"",
            Generate(("Subject", "S001"), ("Session", "S001_1")));

    [Fact]
    public void Keeps_the_order_of_the_map()
        => Assert.StartsWith("version \"6.1\"\n(0008,0020) := \"20000101\"\n(0010,0010)", Generate(("Relabel Study Date", "20000101"), ("Relabel Patient Name", "X")));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"\"\"\"\"\"")]
    public void Two_or_six_quotes_empty_a_tag(string value)
        => Assert.Equal("version \"6.1\"\n(0010,0030) := \"\"", Generate(("Relabel Patient Birth Date", value)));

    [Fact]
    public void Blank_values_make_no_script_even_under_unknown_keys()
        => Assert.Null(Generate(("Subject", " "), ("Session", null), ("Unknown", "")));

    [Fact]
    public void An_unknown_key_with_a_value_is_a_null_pointer()
    {
        XapiException exception = Assert.Throws<XapiException>(() => Generate(("Subject", "S1"), ("Scan", "x")));
        Assert.Equal(XapiFault.Other, exception.Fault);
        Assert.Null(exception.Detail);
    }

    [Fact]
    public void A_script_longer_than_its_column_fails()
        => Assert.Throws<XapiException>(() => Generate(("Subject", new string('x', 10000))));

    [Fact]
    public void What_is_generated_is_understood_and_the_later_assignment_comes_last()
    {
        DicomDataset dataset = Run(Generate(("Subject", "S1"), ("Relabel Patient ID", "P9"))!, ScriptOutcome.Done);
        Assert.Equal(("S1", "P9"), (dataset.GetString(DicomTags.PatientName), dataset.GetString(DicomTags.PatientId)));
    }

    [Theory]
    [InlineData("S\"1")]
    [InlineData("S\n1")]
    public void What_breaks_a_script_is_written_unescaped_and_refused_on_arrival(string value)
    {
        DicomDataset dataset = Run(Generate(("Subject", value))!, ScriptOutcome.Failed);
        Assert.Equal("Original^Name", dataset.GetString(DicomTags.PatientName));
    }

    [Fact]
    public void A_script_of_the_senders_own_may_be_any_script() =>
        Assert.False(Run("version \"6.1\"\n-(0010,0010)", ScriptOutcome.Done).Contains(DicomTags.PatientName));

    private static DicomDataset Run(string script, ScriptOutcome expected)
    {
        string path = Path.Combine(Path.GetTempPath(), "xnattools-relabel-" + Guid.NewGuid().ToString("N"));
        try
        {
            DicomDataset dataset = new();
            dataset.SetString(DicomTags.SopClassUid, DicomUids.MRImageStorage);
            dataset.SetString(DicomTags.SopInstanceUid, "1.2.3");
            dataset.SetString(DicomTags.PatientName, "Original^Name");
            new DicomFile(dataset).Save(path);
            Assert.Equal(expected, new ScriptRunner().Run(path, script, "", "", ""));
            using DicomFile file = DicomFile.Open(path);
            return file.Dataset.Clone();
        }
        finally
        {
            File.Delete(path);
        }
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Tests.Examples;
using Xunit;

namespace XnatTools.DicomEdit.Tests.Hospital;

/// <summary>Scripts with the rules that a hospital published: its site script, its project script with its faults, and that one repaired.</summary>
public sealed class HospitalScriptTests
{
    [Fact]
    public void The_site_script_runs_as_version_4()
    {
        DicomEditScript script = DicomEditScript.Compile(Read("site.das"));
        DicomDataset dataset = new();
        dataset.SetString(new DicomTag(0x00324000), "text");
        dataset.SetString(new DicomTag(0x00180022), "OPTION");
        dataset.Set(new DicomElement(new DicomTag(0x00331013), DicomVR.LO, "name"u8.ToArray()));
        dataset.SetString(DicomTags.PatientId, "kept");

        DicomEditResult result = script.Apply(dataset, new DicomEditContext());

        Assert.Equal("4.0", script.Version);
        Assert.Contains(script.Warnings, w => w.Rule == "NoVersion");
        Assert.True(result.IsSuccess, result.Message);
        Assert.Equal(3, result.Counts.Removed);
        Assert.Equal("kept", dataset.Text(0x00100020));
    }

    [Fact]
    public void The_project_script_as_published_is_refused_with_every_reason()
    {
        Assert.False(DicomEditScript.TryCompile(Read("project-published.das"), null, out _, out IReadOnlyList<DicomEditFinding> findings));

        DicomEditFinding[] errors = findings.Where(f => f.Severity == DicomEditSeverity.Error).ToArray();
        Assert.Contains(errors, f => f.Rule == "Version" && f.LineText.Contains("X.x", StringComparison.Ordinal));
        Assert.Contains(errors, f => f.Rule == "Hash" && f.LineText.StartsWith('#'));
        Assert.Equal(5, errors.Count(f => f.Rule == "Integer"));
        Assert.Contains(errors, f => f.Rule == "ShiftTarget" && f.Message.Contains("(0008,0244)", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.Rule == "AbsentValue" && f.Message.Contains("(0018,1072)", StringComparison.Ordinal));
        Assert.Equal(4, findings.Count(f => f.Rule == "AbsentDate"));
        Assert.All(errors, f => Assert.True(f.Line > 0 && f.Column > 0));
    }

    [Fact]
    public void The_repaired_script_has_no_warning_that_stops_objects()
    {
        DicomEditScript script = DicomEditScript.Compile(Read("project-repaired.das"));

        Assert.Equal(["project", "session", "subject"], script.ExternalVariables.Select(v => v.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(script.Warnings, w => w.Rule is "AbsentDate" or "AbsentValue");
    }

    [SkippableFact]
    public void The_repaired_script_runs_on_the_whole_corpus()
    {
        string[] files = Corpus.Files().ToArray();
        Skip.If(files.Length == 0, "There is no corpus.");
        DicomEditChain chain = new([DicomEditScript.Compile(Read("site.das")), DicomEditScript.Compile(Read("project-repaired.das"))]);
        int done = 0;
        foreach (string path in files)
        {
            DicomFile file;
            try
            {
                file = DicomFile.Open(path);
            }
            catch (DicomException)
            {
                continue;
            }

            using (file)
            {
                DicomEditResult result = chain.Apply(file, Objects.Context);

                Assert.True(result.IsSuccess, Path.GetFileName(path) + ": " + result.Message);
                Assert.Equal("LUNG_012", file.Dataset.Text(0x00100010));
                Assert.DoesNotContain(file.Dataset, e => e.Tag.IsPrivate);
                using MemoryStream saved = new();
                if (!file.IsDamaged)
                {
                    file.Save(saved);
                    Assert.True(saved.Length > 132);
                }

                done++;
            }
        }

        Assert.True(done > files.Length / 2, $"Only {done} of {files.Length} could be read.");
    }

    internal static string Read(string name)
    {
        using Stream stream = typeof(HospitalScriptTests).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using XnatTools.Import.Labels;
using Xunit;

namespace XnatTools.Import.Tests.Labels;

public sealed class LabelTests
{
    [Theory]
    [InlineData("S001", true)]
    [InlineData("s-1_A", true)]
    [InlineData("", false)]
    [InlineData("S 1", false)]
    [InlineData("S.1", false)]
    [InlineData("M\u00FC", false)]
    public void Knows_labels(string label, bool valid) => Assert.Equal(valid, LabelRules.IsValid(label));

    [Fact]
    public void Cleans_and_compares_as_XNAT_does()
    {
        Assert.Equal("S_1_a", LabelRules.Clean(" S 1.a "));
        Assert.True(LabelRules.AreSame("S 1", "s_1"));
        Assert.False(LabelRules.AreSame("S1", "S_1"));
        Assert.False(LabelRules.IsValid(new string('S', 65)));
        Assert.True(LabelRules.IsValid(new string('S', 64)));
        Assert.Equal(LabelRules.Skeleton("SO1-l"), LabelRules.Skeleton("s01_1"));
    }

    [Theory]
    [InlineData("{0:000}", "007")]
    [InlineData("S{0}", "S7")]
    [InlineData("{Arm}_{0:00}", "left_07")]
    [InlineData("{study date:yyyy}_{Row}", "2024_5")]
    [InlineData("{StudyDate}_{Modality}", "20240307_MR")]
    [InlineData("{Visit:00}x", "03x")]
    [InlineData("{Subject}_{0}", "S1_7")]
    public void Fills_templates(string template, string label) => Assert.Equal(label, LabelTemplate.Parse(template).Format(Study("P1"), 7));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("a}b")]
    [InlineData("{}")]
    [InlineData("{0:000")]
    public void Refuses_broken_templates(string template) =>
        Assert.Equal(XnatErrorCode.ArgumentInvalid, Assert.Throws<XnatException>(() => LabelTemplate.Parse(template)).Code);

    [Theory]
    [InlineData("{Missing}")]
    [InlineData("{Ward}")]
    [InlineData("{Subject} {0}")]
    [InlineData("{{{0}}}")]
    public void Refuses_labels_that_XNAT_would_change(string template)
    {
        XnatException error = Assert.Throws<XnatException>(() => LabelTemplate.Parse(template).Format(Study("P1"), 1));

        Assert.Equal(XnatErrorCode.LabelInvalid, error.Code);
        Assert.NotNull(error.TargetObject);
    }

    [Fact]
    public void Cleans_when_asked_and_tells_of_identifiers()
    {
        Assert.Equal("S1_3", LabelTemplate.Parse("{Subject} {0}").Format(Study("P1"), 3, clean: true));
        Assert.True(LabelTemplate.Parse("{PatientId}_{0}").UsesIdentifier);
        Assert.True(LabelTemplate.Parse("{MRN}").UsesIdentifier);
        Assert.False(LabelTemplate.Parse("{Subject}_{0}").UsesIdentifier);
    }

    [Fact]
    public void Numbers_sessions_by_date_within_a_subject()
    {
        PacsStudy[] studies = [Study("P1", "20240307", 2), Study("P1", "20230101", 3), Study("P2", "20240101", 4), Study("P1", null, 5), Study("P1", "20240307", 6)];

        Assert.Equal([2, 1, 1, 4, 3], SessionNumbering.Number(studies, s => s.PatientId!));
    }

    [Fact]
    public void Gives_one_patient_one_subject_and_skips_what_is_taken()
    {
        TakenLabels subjects = new();
        subjects.Add("001", "the archive");
        TakenLabels sessions = new();
        sessions.AddRange(["002_1", null, ""], "the archive");
        LabelPlan plan = new() { Subject = LabelTemplate.Parse("{0:000}"), Session = LabelTemplate.Parse("{Subject}_{0}"), TakenSubjects = subjects, TakenSessions = sessions };

        IReadOnlyList<LabelledStudy> labelled = plan.Apply([Study("P9", "20240307", 2), Study("P1", "20240101", 3), Study("P9", "20230101", 4)]);

        Assert.Equal(["002/002_3", "003/003_1", "002/002_2"], labelled.Select(l => l.Study.Labels.ToString()));
        Assert.All(labelled, l => Assert.Null(l.Error));
    }

    [Fact]
    public void Refuses_a_session_label_in_use_whatever_its_capitals()
    {
        TakenLabels sessions = new();
        sessions.Add("s1_mr", "the prearchive");
        LabelPlan plan = new() { Session = LabelTemplate.Parse("{Subject}_{Modality}"), TakenSessions = sessions };

        LabelledStudy labelled = Assert.Single(plan.Apply([Study("P1")]));

        Assert.Equal(XnatErrorCode.LabelTaken, labelled.Error!.Code);
        Assert.Contains("prearchive", labelled.Error.Message, StringComparison.Ordinal);
        Assert.Equal("S1", labelled.Study.Subject);
        Assert.Null(labelled.Study.Session);
    }

    [Fact]
    public void Refuses_two_patients_under_one_subject_and_one_under_two()
    {
        LabelPlan plan = new() { Subject = LabelTemplate.Parse("{Arm}"), Session = LabelTemplate.Parse("{Row}") };

        IReadOnlyList<LabelledStudy> two = plan.Apply([Study("P1", row: 2), Study("P2", row: 3)]);
        Assert.Null(two[0].Error);
        Assert.Equal(XnatErrorCode.LabelTaken, two[1].Error!.Code);

        LabelPlan byModality = new() { Subject = LabelTemplate.Parse("{Row}") };
        Assert.Equal(XnatErrorCode.LabelTaken, byModality.Apply([Study("P1", row: 2), Study("P1", row: 3)])[1].Error!.Code);
    }

    private static PacsStudy Study(string patient, string? date = "20240307", int row = 5) => new()
    {
        PatientId = patient,
        StudyDate = date,
        Row = row,
        StudyInstanceUid = "1.2." + row,
        Modality = ["MR"],
        Labels = new RelabelMap { Subject = patient == "P1" ? "S1" : null },
        Criteria = new ImportRow { Row = row, Other = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Arm"] = "left", ["Visit"] = "3", ["Ward"] = " " } },
    };
}

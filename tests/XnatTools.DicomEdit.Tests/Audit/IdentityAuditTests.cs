using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Audit;

namespace XnatTools.DicomEdit.Tests.Audit;

public sealed class IdentityAuditTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static IdentityAuditOptions Labelled => new() { Project = "PROJ", Subject = "SUBJ_01", Session = "SESS_01", Profile = IdentityProfile.ShiftedDates };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_object_as_it_comes_from_the_scanner_is_blocked_for_every_reason()
    {
        List<IdentityFinding> findings = Examine(MadeImage.Identified(), new IdentityAuditOptions());

        Assert.Equal(IdentitySeverity.Blocking, Of(findings, "(0010,0010)").Severity);
        Assert.Equal(IdentitySeverity.Blocking, Of(findings, "(0010,0030)").Severity);
        Assert.Equal(IdentitySeverity.High, Of(findings, "(0010,0020)").Severity);
        Assert.Equal(IdentitySeverity.High, Of(findings, "(0008,0050)").Severity);
        Assert.Equal(IdentitySeverity.High, Of(findings, "(0008,0090)").Severity);
        Assert.Equal(IdentitySeverity.High, Of(findings, "(0040,0275)[0].(0040,0006)").Severity);
        Assert.Contains(findings, f => f is { Kind: "Private", Tag: "(0029,0010)", Keyword: "{MADE BLOCK}", Severity: IdentitySeverity.High });
        Assert.All(findings, f => Assert.Null(f.Value));
    }

    [Fact]
    public void A_clean_object_with_its_labels_passes()
    {
        List<IdentityFinding> findings = Examine(MadeImage.Clean(), Labelled);

        Assert.DoesNotContain(findings, f => f.Severity >= IdentitySeverity.High);
    }

    [Fact]
    public void Without_labels_a_pseudonym_cannot_be_told_from_an_identifier() =>
        Assert.Equal(IdentitySeverity.High, Of(Examine(MadeImage.Clean(), new IdentityAuditOptions { Profile = IdentityProfile.ShiftedDates }), "(0010,0020)").Severity);

    [Fact]
    public void Dates_are_held_against_their_originals()
    {
        string original = MadeImage.Save(_folder, MadeImage.Identified(), "original.dcm");
        DicomDataset dataset = MadeImage.Clean(-17);
        IdentityAudit audit = new(Labelled);
        audit.ExamineFile(MadeImage.Save(_folder, dataset, "a.dcm"), "a.dcm", 1, original);
        IdentityScan scan = Assert.Single(audit.Complete());
        Assert.Equal(-17, scan.ShiftDays);
        Assert.DoesNotContain(scan.Findings, f => f.Kind == "Date");

        dataset.SetString(DicomTags.ContentDate, "20240116");
        audit = new IdentityAudit(Labelled);
        audit.ExamineFile(MadeImage.Save(_folder, dataset, "b.dcm"), "b.dcm", 1, original);
        scan = Assert.Single(audit.Complete());
        Assert.Null(scan.ShiftDays);
        Assert.Contains(scan.Findings, f => f is { Kind: "Date", Tag: "(0008,0023)", Severity: IdentitySeverity.High });
        Assert.Contains(scan.Findings, f => f is { Kind: "Date", Tag: "", Severity: IdentitySeverity.High });

        audit = new IdentityAudit(new IdentityAuditOptions { ShiftDays = -16 });
        audit.ExamineFile(MadeImage.Save(_folder, MadeImage.Clean(-17), "c.dcm"), "c.dcm", 1, original);
        Assert.Contains(Assert.Single(audit.Complete()).Findings, f => f is { Kind: "Date", Severity: IdentitySeverity.High } && f.Reason.Contains("another number", StringComparison.Ordinal));
    }

    [Fact]
    public void Dates_without_originals_are_held_against_each_other()
    {
        DicomDataset dataset = MadeImage.Clean();
        dataset.SetString(DicomTag.Parse("PerformedProcedureStepStartDate"), "20240301");
        dataset.SetString(DicomTag.Parse("InstanceCreationDate"), "20990101");

        List<IdentityFinding> findings = Examine(dataset, Labelled);

        Assert.Contains(findings, f => f is { Kind: "Date", Tag: "(0040,0244)" });
        Assert.Contains(findings, f => f.Tag == "(0008,0012)" && f.Reason.Contains("future", StringComparison.Ordinal));
    }

    [Fact]
    public void Uids_are_held_against_their_originals_and_may_not_tell_dates()
    {
        string original = MadeImage.Save(_folder, MadeImage.Identified(), "original.dcm");
        DicomDataset dataset = MadeImage.Clean();
        dataset.SetString(DicomTags.SeriesInstanceUid, MadeImage.Root + "1.1");
        dataset.SetString(DicomTags.FrameOfReferenceUid, "1.3.12.2.1107.5.2.20240115101500.7");
        IReadOnlyList<IdentityFinding> findings = new IdentityAudit(Labelled).ExamineFile(MadeImage.Save(_folder, dataset), "a.dcm", 1, original);

        Assert.Contains(findings, f => f is { Kind: "Uid", Tag: "(0020,000E)", Severity: IdentitySeverity.High });
        Assert.Contains(findings, f => f is { Kind: "Uid", Tag: "(0020,0052)", Severity: IdentitySeverity.High });
        Assert.DoesNotContain(findings, f => f.Tag == "(0020,000D)");
    }

    [Theory]
    [InlineData("Project:P Subject:S1 Session:S1_1", IdentitySeverity.Review)]
    [InlineData("old note Project:P Subject:S1 Session:S1_1", IdentitySeverity.Blocking)]
    [InlineData("seen by the team", IdentitySeverity.Blocking)]
    public void Comments_may_hold_a_routing_text_and_nothing_else(string text, IdentitySeverity severity)
    {
        DicomDataset dataset = MadeImage.Clean();
        dataset.SetString(DicomTag.Parse("(0032,4000)"), text);

        Assert.Equal(severity, Of(Examine(dataset, Labelled), "(0032,4000)").Severity);
    }

    [Theory]
    [InlineData("US", null, "Modality", IdentitySeverity.High)]
    [InlineData("SC", null, "Modality", IdentitySeverity.High)]
    [InlineData("CT", "Dose Report", "SeriesDescription", IdentitySeverity.Blocking)]
    [InlineData("CT", "Patient-Protocol", "SeriesDescription", IdentitySeverity.Blocking)]
    [InlineData("MR", "sag T1 MPRAGE brain", "BodyPartExamined", IdentitySeverity.High)]
    [InlineData("MR", "sag T1 MPRAGE brain defaced", null, IdentitySeverity.Information)]
    [InlineData("MR", "ax T2FLAIR", "BodyPartExamined", IdentitySeverity.High)]
    [InlineData("MR", "MP2RAGE sag", "BodyPartExamined", IdentitySeverity.High)]
    [InlineData("MR", "CARDIAC CINE, surface coil", null, IdentitySeverity.Information)]
    [InlineData("CT", "HEAD AXIAL", null, IdentitySeverity.Information)]
    public void Signs_of_names_and_faces_in_pixels_are_told(string modality, string? description, string? keyword, IdentitySeverity severity)
    {
        DicomDataset dataset = MadeImage.Clean();
        dataset.SetString(DicomTags.Modality, modality);
        dataset.SetString(DicomTags.SeriesDescription, description);
        List<IdentityFinding> findings = Examine(dataset, Labelled).FindAll(f => f.Kind is "Pixels" or "Face");

        if (keyword is null)
        {
            Assert.Empty(findings);
        }
        else
        {
            Assert.Contains(findings, f => f.Keyword == keyword && f.Severity == severity);
        }
    }

    [Fact]
    public void A_method_that_speaks_of_manufacturers_masks_no_face()
    {
        DicomDataset dataset = MadeImage.Clean();
        dataset.SetString(DicomTags.Modality, "MR");
        dataset.SetString(DicomTags.SeriesDescription, "t1 brain");
        dataset.SetString(DicomTag.Parse("DeidentificationMethod"), "manufacturer's private elements removed");

        Assert.Equal(IdentitySeverity.High, Examine(dataset, Labelled).Single(f => f.Kind == "Face").Severity);

        dataset.SetString(DicomTag.Parse("DeidentificationMethod"), "Faces masked");
        Assert.DoesNotContain(Examine(dataset, Labelled), f => f.Kind == "Face");
    }

    [Theory]
    [InlineData("Testa^Maria", true)]
    [InlineData("SMITH^J", true)]
    [InlineData("Smith^John^^^123", true)]
    [InlineData("\u738B^\u4F1F", true)]
    [InlineData("John Smith", true)]
    [InlineData("Test^Patient", false)]
    [InlineData("Anonymised^A", false)]
    [InlineData("LUNG_012", false)]
    [InlineData("LUNG_012^", false)]
    [InlineData("Lung Trial 12", false)]
    [InlineData("A^B", false)]
    [InlineData("BRAVO", false)]
    public void Names_of_persons_are_told_from_pseudonyms(string name, bool expected)
    {
        Assert.Equal(expected, DirectIdentifiers.IsReadableName(name));
    }

    [Fact]
    public void An_empty_mark_of_annotations_is_none()
    {
        DicomDataset dataset = MadeImage.Clean();
        dataset.SetString(DicomTags.Modality, "SC");
        dataset.SetString(DicomTag.Parse("BurnedInAnnotation"), "");

        Assert.Equal(IdentitySeverity.High, Of(Examine(dataset, Labelled), "(0028,0301)").Severity);
    }

    [Theory]
    [InlineData("1.3.12.2.1107.5.2.43.67093.2022071112140631557912324", true)]
    [InlineData("1.2.3.20240115.7", true)]
    [InlineData("1.2.3.202401151015.7", true)]
    [InlineData("1.2.3.20249915.7", false)]
    [InlineData("1.2.3.2022071199140631557912324", false)]
    [InlineData("2.25.20240115101500", false)]
    public void Dates_in_uids_are_seen_whatever_comes_behind_them(string uid, bool expected) => Assert.Equal(expected, UidCheck.HoldsDate(uid));

    [Fact]
    public void Burned_in_annotations_block()
    {
        DicomDataset dataset = MadeImage.Clean();
        dataset.SetString(DicomTag.Parse("BurnedInAnnotation"), "YES");

        Assert.Equal(IdentitySeverity.Blocking, Of(Examine(dataset, Labelled), "(0028,0301)").Severity);
    }

    [Fact]
    public void Files_that_are_no_images_block_and_names_of_files_are_searched()
    {
        File.WriteAllText(_folder.File("Zelda report.txt"), "x");
        File.WriteAllBytes(_folder.File("empty.dcm"), []);
        IdentityAudit audit = new(new IdentityAuditOptions { Known = ["Featherstone^Zelda"] });
        IReadOnlyList<IdentityFinding> text = audit.ExamineFile(_folder.File("Zelda report.txt"), "Zelda report.txt", 1);
        IReadOnlyList<IdentityFinding> empty = audit.ExamineFile(_folder.File("empty.dcm"), "empty.dcm", 2);

        Assert.Contains(text, f => f is { Kind: "OtherFile", Severity: IdentitySeverity.Blocking });
        Assert.Contains(text, f => f is { Kind: "FileName", Severity: IdentitySeverity.Blocking });
        Assert.Contains(empty, f => f is { Kind: "OtherFile", Severity: IdentitySeverity.Blocking });
        IdentityScan scan = Assert.Single(audit.Complete());
        Assert.Equal((2, "(not DICOM)"), (scan.Files, scan.Modality));
    }

    [Fact]
    public void Scans_are_summed_up_with_each_finding_once()
    {
        IdentityAudit audit = new(new IdentityAuditOptions());
        for (int i = 1; i <= 4; i++)
        {
            DicomDataset dataset = MadeImage.Identified();
            dataset.SetString(DicomTags.SopInstanceUid, MadeImage.Root + "1.1." + i);
            dataset.SetString(DicomTags.SeriesInstanceUid, MadeImage.Root + "1." + (i / 4));
            audit.ExamineFile(MadeImage.Save(_folder, dataset, i + ".dcm"), i + ".dcm", i);
        }

        IReadOnlyList<IdentityScan> scans = audit.Complete();

        Assert.Equal([3, 1], scans.Select(s => s.Files));
        IdentityFinding name = scans[0].Findings.Single(f => f.Tag == "(0010,0010)");
        Assert.Equal(3, name.Files);
        Assert.False(scans[0].Passed);
        Assert.Equal(scans[0].Findings.Count(f => f.Severity == IdentitySeverity.Blocking), scans[0].Blocking);
        Assert.Equal(IdentitySeverity.Blocking, scans[0].Findings[0].Severity);
    }

    [Fact]
    public void A_header_as_the_server_lists_it_is_audited_too()
    {
        DicomHeaderElement[] header =
        [
            new() { Tag = "(0008,0060)", VR = "CS", Value = "CT" },
            new() { Tag = "(0010,0010)", VR = "PN", Value = "Featherstone^Zelda" },
            new() { Tag = "(0008,1140).(0008,1155)", VR = "UI", Value = "1.2.3" },
            new() { Tag = "(0008,1140).(0008,1155)", VR = "UI", Value = "1.2.4" },
            new() { Tag = "(0040,0275).(0040,0007)", VR = "LO", Value = "M\u00FCller H7741902" },
        ];
        IdentityAudit audit = new(new IdentityAuditOptions { Known = ["H7741902", "M\u00FCller"] });

        IReadOnlyList<IdentityFinding> findings = audit.Examine(header, 1, "/prearchive/projects/P/T/F", ["H7741902", "S1_CT1", null]);

        Assert.Contains(findings, f => f is { Kind: "Label", Severity: IdentitySeverity.Blocking } && f.Reason.StartsWith("The label", StringComparison.Ordinal));

        Assert.Contains(findings, f => f is { Tag: "(0010,0010)", Severity: IdentitySeverity.Blocking });
        Assert.Equal(2, findings.Count(f => f is { Kind: "KnownIdentifier", Tag: "(0040,0275)[0].(0040,0007)" }));
        Assert.Contains(findings, f => f.Tag == "(0008,1140)[1].(0008,1155)");
    }

    [Fact]
    public void Values_come_only_when_asked_for()
    {
        List<IdentityFinding> findings = Examine(MadeImage.Identified(), new IdentityAuditOptions { WithValues = true });

        Assert.Equal("Featherstone^Zelda", Of(findings, "(0010,0010)").Value);
    }

    private static IdentityFinding Of(List<IdentityFinding> findings, string tag) => findings.Where(f => f.Tag == tag).MaxBy(f => f.Severity)!;

    private List<IdentityFinding> Examine(DicomDataset dataset, IdentityAuditOptions options) =>
        [.. new IdentityAudit(options).ExamineFile(MadeImage.Save(_folder, dataset), "a.dcm", 1)];
}

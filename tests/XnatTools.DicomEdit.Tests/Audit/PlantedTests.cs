using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Audit;
using XnatTools.DicomEdit.Protection;

namespace XnatTools.DicomEdit.Tests.Audit;

/// <summary>Identifiers planted everywhere: the audit finds what a search through the bytes finds, and names the place.</summary>
public sealed class PlantedTests
{
    [Theory]
    [InlineData(DicomUids.ExplicitVRLittleEndian)]
    [InlineData(DicomUids.ImplicitVRLittleEndian)]
    [InlineData(DicomUids.ExplicitVRBigEndian)]
    public void Every_survivor_is_found_where_it_is(string syntax)
    {
        using TemporaryFolder folder = new();
        Dictionary<string, string> planted = [];
        DicomDataset dataset = Plant(planted);

        // Some of it is taken away again, as a script would.
        int number = 0;
        foreach (DicomElement element in dataset.ToArray())
        {
            if (++number % 3 == 0 && element.Tag != DicomTags.SopClassUid && !element.IsSequence && !element.Tag.IsPrivate)
            {
                dataset.Remove(element.Tag);
            }
        }

        string path = MadeImage.Save(folder, dataset, syntax: syntax);
        List<string> survivors = AssertAudited(path, planted);
        Assert.InRange(survivors.Count, 2000, planted.Count - 1);
    }

    [Fact]
    public void After_the_project_script_every_survivor_is_found_where_it_is()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, string> planted = [];
        DicomDataset dataset = Plant(planted);
        foreach (string date in new[] { "StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate", "PerformedProcedureStepStartDate" })
        {
            dataset.Remove(DicomTag.Parse(date)); // what is no date stops the script
        }

        string source = MadeImage.Save(folder, dataset);
        DicomProtectResult result = new FileProtector(TestScripts.Options(), folder.File("out")).Protect(source, "a.dcm", 1);
        Assert.Equal((DicomProtectOutcome.Protected, null), (result.Outcome, result.Reason));

        List<string> survivors = AssertAudited(result.Destination!, planted);
        Assert.InRange(survivors.Count, 1000, planted.Count - 200);
        Assert.DoesNotContain(survivors, id => planted[id] is "(0010,0010)" or "(0029,1001)" or "(0029,1004)");
    }

    [Fact]
    public void Doubled_elements_trailing_bytes_and_the_preamble_are_searched_too()
    {
        using TemporaryFolder folder = new();
        string path = MadeImage.Save(folder, MadeImage.Clean());
        List<byte> bytes = [.. File.ReadAllBytes(path)];
        Encoding.ASCII.GetBytes("HIDDENONE").CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes));
        bytes.AddRange([0x10, 0x00, 0x10, 0x00, (byte)'P', (byte)'N', 8, 0, .. Encoding.ASCII.GetBytes("HIDDENBB")]);
        bytes.AddRange(Encoding.ASCII.GetBytes("\u0001\u0002HIDDENCC"));
        File.WriteAllBytes(path, [.. bytes]);

        IdentityAudit audit = new(new IdentityAuditOptions { Known = ["HIDDENONE", "HIDDENBB", "HIDDENCC"] });
        IReadOnlyList<IdentityFinding> findings = audit.ExamineFile(path, "a.dcm", 1);

        Assert.Equal(3, findings.Count(f => f.Kind == "KnownIdentifier" && f.Severity == IdentitySeverity.Blocking));
    }

    [Fact]
    public void Text_in_another_character_set_is_found_decoded()
    {
        using TemporaryFolder folder = new();
        DicomDataset dataset = MadeImage.Clean();
        dataset.SetString(DicomTags.SpecificCharacterSet, "", "ISO 2022 IR 87");
        dataset.SetString(DicomTag.Parse("ImageComments"), "x \u5C71\u7530 x");
        string path = MadeImage.Save(folder, dataset);

        IReadOnlyList<IdentityFinding> findings = new IdentityAudit(new IdentityAuditOptions { Known = ["Yamada^Tarou=\u5C71\u7530^\u592A\u90CE"] }).ExamineFile(path, "a.dcm", 1);

        Assert.Contains(findings, f => f is { Kind: "KnownIdentifier", Tag: "(0020,4000)", Value: null });
    }

    /// <summary>Holds the audit against a search through the bytes; gives what that search finds.</summary>
    private static List<string> AssertAudited(string path, Dictionary<string, string> planted)
    {
        string bytes = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        List<string> survivors = planted.Keys.Where(id => bytes.Contains(id, StringComparison.Ordinal)).ToList();

        string[] known = planted.Keys.ToArray();
        IdentityAudit audit = new(new IdentityAuditOptions { Known = known, MaxFindings = int.MaxValue });
        IReadOnlyList<IdentityFinding> findings = audit.ExamineFile(path, "a.dcm", 1);

        Dictionary<string, List<string>> places = [];
        foreach (IdentityFinding finding in findings.Where(f => f.Kind == "KnownIdentifier"))
        {
            string digits = new(finding.Reason[(finding.Reason.IndexOf("identifier ", StringComparison.Ordinal) + 11)..].TakeWhile(char.IsDigit).ToArray());
            string id = known[int.Parse(digits, CultureInfo.InvariantCulture) - 1];
            (places.TryGetValue(id, out List<string>? list) ? list : places[id] = []).Add(finding.Tag);
        }

        Assert.Equal(survivors.Order(StringComparer.Ordinal), places.Keys.Order(StringComparer.Ordinal));
        foreach (string id in survivors)
        {
            Assert.Contains(planted[id], places[id]);
        }
        return survivors;
    }

    private static DicomDataset Plant(Dictionary<string, string> planted)
    {
        DicomDataset dataset = new();
        DicomDataset nested = new();
        DicomDataset deep = new();
        DicomDataset hidden = new();
        int number = 0;
        foreach (DicomDictionaryEntry entry in DicomDictionary.Standard.Entries.OrderBy(e => e.Tag))
        {
            if (entry.Tag.Group <= 2 || entry.Tag.IsPrivate || entry.Tag.Group == 0xFFFE || entry.Tag.Element == 0 || entry.VR.Code == 0 || entry.VR == DicomVR.SQ
                || entry.Tag == DicomTags.SpecificCharacterSet || entry.Tag == DicomTags.SopClassUid)
            {
                continue;
            }

            DicomDataset target = (number % 5) switch { 1 => nested, 2 => deep, 3 => hidden, _ => dataset };
            string path = (number % 5) switch { 1 => "(0008,1140)[0].", 2 => "(0008,1140)[0].(0040,0275)[0].", 3 => "(0029,1010)[0].", _ => "" };
            Put(target, entry.Tag, entry.VR, path);
        }

        deep.Set(new DicomElement(new DicomTag(0x00310010), DicomVR.LO, MadeImage.Bytes("MADE BLOCK")));
        Put(deep, new DicomTag(0x00311001), DicomVR.UN, "(0008,1140)[0].(0040,0275)[0].");
        nested.SetItems(DicomTag.Parse("RequestAttributesSequence"), deep);
        dataset.SetItems(DicomTag.Parse("ReferencedImageSequence"), nested);
        dataset.Set(new DicomElement(new DicomTag(0x00290010), DicomVR.LO, MadeImage.Bytes("MADE BLOCK")));
        dataset.SetItems(new DicomTag(0x00291010), hidden);
        Put(dataset, new DicomTag(0x00291001), DicomVR.LO, "");
        Put(dataset, new DicomTag(0x00291002), DicomVR.UN, "");
        Put(dataset, new DicomTag(0x00291003), DicomVR.OB, "");
        dataset.SetString(DicomTags.SopClassUid, DicomUids.CTImageStorage);
        dataset.Set(new DicomElement(new DicomTag(0x00291004), DicomVR.UN, [.. new byte[300_000], .. MadeImage.Bytes(Next("(0029,1004)"))]));
        return dataset;

        string Next(string path)
        {
            string id = "ZQ" + (100000 + ++number).ToString(CultureInfo.InvariantCulture);
            planted.Add(id, path);
            return id;
        }

        void Put(DicomDataset target, DicomTag tag, DicomVR vr, string path)
        {
            if (!target.Contains(tag))
            {
                // Eight bytes are four, two and one number as well as a text.
                target.Set(new DicomElement(tag, vr, MadeImage.Bytes(Next(path + tag))));
            }
        }
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace XnatTools.Dicom.Tests.Files;

/// <summary>Which files of the corpus are damaged or odd, what is found in them, and at which byte: nothing more, nothing less.</summary>
public class CorpusFindingTests
{
    // In the order of the file names: kind, byte and place of each finding; ! before a file that is damaged.
    private static readonly Dictionary<string, string> s_expected = new(StringComparer.Ordinal)
    {
        ["dcmjsorg__no-meta-length-test.dcm"] = "MetaLength 132 (0002,0000)",
        ["fodicom__FreezePattern.dcm"] = "StrayDelimiter 1320; OutOfOrder 1328 (0008,0022); StrayDelimiter 1498; OutOfOrder 1506 (0008,0100); OutOfOrder 1580 (0040,0310)",
        ["fodicom__GH1339.dcm"] = "! Truncated 177324 (7FE0,0010)",
        ["fodicom__GH177_D_CLUNIE_CT1_IVRLE_BigEndian_undefined_length.dcm"] = "UnknownSequence 890 (0008,2112)",
        ["fodicom__GH179B.dcm"] = "! BadVR 1398 (0028,0120); Duplicate 1408 (0028,0120); BadVR 1408 (0028,0120); BadVR 1456 (2031,0028); Truncated 1456 (2031,0028)",
        ["fodicom__GH340.dcm"] = "NoPreamble 0; NoMeta 0",
        ["made__duplicate_tag.dcm"] = "OutOfOrder 2760 (0040,0244); Duplicate 2776 (0040,0244)",
        ["made__huge_length.dcm"] = "! OutOfOrder 2760 (0029,1010); Truncated 2760 (0029,1010)",
        ["made__meta_group_length_wrong.dcm"] = "MetaLength 132 (0002,0000)",
        ["made__meta_says_implicit.dcm"] = "WrongSyntax 368",
        ["made__odd_length_value.dcm"] = "OddLength 370 (0008,0005)",
        ["made__only_magic.dcm"] = "NotDicom",
        ["made__sq_without_delimiter.dcm"] = "OutOfOrder 2760 (0040,A043); MissingDelimiter 2792 (0040,A043)[0].(0008,0100); MissingDelimiter 2792 (0040,A043)[0].(0008,0100)",
        ["made__tags_out_of_order.dcm"] = "OutOfOrder 382 (0008,0008)",
        ["made__text_named_dcm.dcm"] = "NotDicom",
        ["made__trailing_garbage.dcm"] = "TrailingBytes 8016",
        ["made__trunc_in_pixel_data.dcm"] = "! Truncated 2760 (7FE0,0010)",
        ["made__trunc_in_tag_header.dcm"] = "! Truncated 2760",
        ["pydicom__ExplVR_BigEndNoMeta.dcm"] = "NoPreamble 0; NoMeta 0",
        ["pydicom__MR_truncated.dcm"] = "! Truncated 1488 (7FE0,0010)",
        ["pydicom__OT-PAL-8-face.dcm"] = "NoPreamble 0; NoMeta 0",
        ["pydicom__ctbrain2.dcm"] = "OddLength 3458 (0011,0011)",
        ["pydicom__emri_small_jpeg_2k_lossless_too_short.dcm"] = "! Truncated 40316 (7FE0,0010)",
        ["pydicom__meta_missing_tsyntax.dcm"] = "NoMeta 0; OddLength 274 (0001,0001)[0].(0001,0002)",
        ["rexcardan__implicitLittleEndian.dcm"] = "NoPreamble 0; NoMeta 0",
    };

    [SkippableFact]
    public void Findings_are_these_at_these_bytes()
    {
        List<string> differences = [];
        int checkedFiles = 0;
        foreach (string path in Corpus.Files())
        {
            string name = Path.GetFileName(path);
            string found;
            try
            {
                using DicomFile file = DicomFile.Open(path);
                found = (file.IsDamaged ? "! " : "") + string.Join("; ", file.Findings.Select(f => $"{f.Kind} {f.Offset} {f.Path}".TrimEnd()));
                Assert.All(file.Findings, f => Assert.InRange(f.Offset, 0, new FileInfo(path).Length));
            }
            catch (DicomException e)
            {
                found = e.Code.ToString();
            }

            if (s_expected.TryGetValue(name, out string? expected))
            {
                checkedFiles++;
            }

            if (found != (expected ?? ""))
            {
                differences.Add($"{name}: {found}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Skip.If(checkedFiles < s_expected.Count, "this corpus does not have all of the odd files");
    }

    [SkippableFact]
    public void Of_a_damaged_file_what_came_before_the_damage_is_had()
    {
        string? whole = Corpus.Files().FirstOrDefault(f => Path.GetFileName(f) == "qiicr__mf.dcm");
        Skip.If(whole is null, "no qiicr__mf.dcm in the corpus");
        using DicomFile sound = DicomFile.Open(whole!);
        foreach (string name in new[] { "made__trunc_in_tag_header.dcm", "made__trunc_in_pixel_data.dcm", "made__huge_length.dcm" })
        {
            using DicomFile file = DicomFile.Open(Path.Combine(Corpus.Folder!, name));
            Assert.True(file.IsDamaged);
            long damage = file.Findings.First(f => f.IsDamage).Offset;
            Assert.Equal(2760, damage);
            foreach (DicomElement element in sound.Dataset)
            {
                if (sound.DatasetOffset + element.RawEnd <= damage)
                {
                    Assert.True(file.Dataset.Contains(element.Tag), $"{name} {element.Tag}");
                    Assert.Equal(element.ToBytes(), file.Dataset[element.Tag]!.Value.ToBytes());
                }
            }
        }
    }
}

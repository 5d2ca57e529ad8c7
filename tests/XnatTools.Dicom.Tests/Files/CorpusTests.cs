using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace XnatTools.Dicom.Tests.Files;

public class CorpusTests
{
    /// <summary>Files that writing anew repairs; all others come out byte for byte.</summary>
    private static readonly string[] s_repaired =
    [
        "fodicom__FreezePattern.dcm",
        "fodicom__GH179B.dcm",
        "made__duplicate_tag.dcm",
        "made__huge_length.dcm",
        "made__sq_without_delimiter.dcm",
        "made__tags_out_of_order.dcm",
    ];

    [SkippableFact]
    public void Every_file_is_read_or_refused_by_name_and_written_back_byte_for_byte()
    {
        List<string> failures = [];
        List<string> repaired = [];
        int read = 0;
        using TemporaryFolder folder = new();
        foreach (string path in Corpus.Files())
        {
            string name = Path.GetFileName(path);
            try
            {
                using DicomFile file = DicomFile.Open(path);
                read++;
                Assert.True(file.Dataset.Count > 0 || file.IsDamaged, name);
                byte[] source = File.ReadAllBytes(path);
                byte[] inner = Inner(file, source);
                using MemoryStream output = new();
                file.WriteDataset(output, new DicomTransferSyntax(file.TransferSyntaxUid).IsDeflated ? DicomUids.ExplicitVRLittleEndian : file.TransferSyntaxUid);
                if (!output.ToArray().AsSpan().SequenceEqual(inner))
                {
                    // The repairs of docs/dicom.md: order, doubled elements, stray delimiters.
                    DicomFindingKind[] repairs = [DicomFindingKind.OutOfOrder, DicomFindingKind.Duplicate, DicomFindingKind.StrayDelimiter];
                    List<DicomFinding> left = [];
                    DicomDataset again = DicomReader.ReadBytes(output.ToArray(), file.Layout.Syntax, null, left);
                    if (!file.Findings.Any(f => repairs.Contains(f.Kind)) || left.Any(f => repairs.Contains(f.Kind)) || Listed(again) != Listed(file.Dataset))
                    {
                        failures.Add($"{name}: the data set is written differently ({output.Length} bytes, had {inner.Length})");
                    }

                    repaired.Add(name);
                }

                file.Save(folder.File("same.dcm"));
                if (!File.ReadAllBytes(folder.File("same.dcm")).AsSpan().SequenceEqual(source))
                {
                    failures.Add($"{name}: the unchanged file is not the same");
                }
            }
            catch (DicomException e) when (e.Code == DicomErrorCode.NotDicom)
            {
                if (name is not ("made__text_named_dcm.dcm" or "made__only_magic.dcm"))
                {
                    failures.Add($"{name}: refused");
                }
            }
            catch (Exception e) when (e is not Xunit.SkipException)
            {
                failures.Add($"{name}: {e}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
        Assert.True(read > 100);
        Assert.All(repaired, name => Assert.Contains(name, s_repaired));
    }

    [SkippableFact]
    public void An_edit_of_one_tag_leaves_every_other_value_of_every_file_as_it_was()
    {
        List<string> failures = [];
        int edited = 0;
        using TemporaryFolder folder = new();
        string target = folder.File("edited.dcm");
        foreach (string path in Corpus.Files())
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
                DicomTag patientId = DicomTags.PatientId;
                Dictionary<string, FlatElement> before = [];
                FlatElement.Flatten(file.Dataset, "", before);
                file.Dataset.SetString(patientId, "EDITED");
                file.Save(target);
                using DicomFile again = DicomFile.Open(target);
                Dictionary<string, FlatElement> after = [];
                FlatElement.Flatten(again.Dataset, "", after);
                before.Remove(patientId.ToString());
                Assert.Equal("EDITED", after[patientId.ToString()].Text);
                after.Remove(patientId.ToString());
                foreach (string key in before.Keys.Union(after.Keys))
                {
                    // Lengths of groups follow the edit.
                    bool same = before.TryGetValue(key, out FlatElement? old) && after.TryGetValue(key, out FlatElement? now) && old.VR == now.VR && old.Length == now.Length && old.Hash == now.Hash;
                    if (!same && !(key == "(0010,0000)"))
                    {
                        failures.Add($"{Path.GetFileName(path)} {key}");
                    }
                }

                edited++;
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures.Take(40)));
        Assert.True(edited > 140, edited.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static byte[] Inner(DicomFile file, byte[] source)
    {
        if (file.Layout.DatasetSource is not { } inner || inner == file.Layout.Source)
        {
            return source.AsSpan((int)file.DatasetOffset).ToArray();
        }

        byte[] bytes = new byte[inner.Length];
        inner.Read(0, bytes, 0, bytes.Length);
        return bytes;
    }

    private static string Listed(DicomDataset dataset)
    {
        Dictionary<string, FlatElement> all = [];
        FlatElement.Flatten(dataset, "", all);
        return string.Join("\n", all.Select(pair => $"{pair.Key} {pair.Value.VR} {pair.Value.Length} {pair.Value.Hash}"));
    }
}

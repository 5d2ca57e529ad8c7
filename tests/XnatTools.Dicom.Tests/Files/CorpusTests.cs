using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace XnatTools.Dicom.Tests.Files;

public class CorpusTests
{
    [SkippableFact]
    public void Every_file_is_read_or_refused_by_name_and_written_back_byte_for_byte()
    {
        List<string> failures = [];
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
                if (file.TransferSyntaxUid != DicomUids.DeflatedExplicitVRLittleEndian && file.Layout.DatasetSource == file.Layout.Source)
                {
                    using MemoryStream output = new();
                    file.WriteDataset(output, file.TransferSyntaxUid);
                    bool repaired = file.Findings.Any(f => f.Kind is DicomFindingKind.OutOfOrder or DicomFindingKind.Duplicate or DicomFindingKind.StrayDelimiter);
                    if (!repaired && !output.ToArray().AsSpan().SequenceEqual(source.AsSpan((int)file.DatasetOffset)))
                    {
                        failures.Add($"{name}: the data set is written differently ({output.Length} bytes, had {source.Length - file.DatasetOffset})");
                    }
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
    }
}

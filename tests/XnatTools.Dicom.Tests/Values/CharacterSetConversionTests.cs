using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace XnatTools.Dicom.Tests.Values;

/// <summary>A whole data set brought into another character set, or refused by tag with nothing changed.</summary>
public class CharacterSetConversionTests
{
    private const string Name = "Yamada^Tarou=\u5C71\u7530^\u592A\u90CE=\u3084\u307E\u3060^\u305F\u308D\u3046";

    [Theory]
    [InlineData("\\ISO 2022 IR 87", "ISO_IR 192", Name)]
    [InlineData("ISO_IR 192", "\\ISO 2022 IR 87", Name)]
    [InlineData("ISO_IR 192", "GB18030", "Wang^XiaoDong=\u738B^\u5C0F\u6771")]
    [InlineData("ISO_IR 100", "ISO_IR 192", "M\u00FCller^J\u00F6rg")]
    [InlineData("ISO_IR 192", "ISO_IR 100", "M\u00FCller^J\u00F6rg")]
    [InlineData("ISO_IR 192", "ISO_IR 144", "\u041B\u044E\u043A\u0441")]
    public void All_text_follows_nested_text_too(string from, string to, string name)
    {
        DicomDataset dataset = new();
        dataset.SetString(DicomTags.SpecificCharacterSet, from.Split('\\'));
        dataset.SetString(DicomTags.PatientName, name);
        dataset.SetString(DicomTags.PatientId, "ASCII");
        DicomDataset item = new();
        DicomDataset own = new();
        dataset.SetItems(DicomTags.ContentSequence, item, own);
        item.SetString(DicomTags.PatientName, name);
        own.SetString(DicomTags.SpecificCharacterSet, "ISO_IR 192");
        own.SetString(DicomTags.PatientName, name);
        dataset.ConvertCharacterSet(to);
        Assert.Equal(to, string.Join("\\", dataset.GetStrings(DicomTags.SpecificCharacterSet)));
        Assert.False(own.Contains(DicomTags.SpecificCharacterSet));
        DicomDataset read = DicomReader.ReadBytes(DicomFileWriter.Encode(dataset, DicomUids.ExplicitVRLittleEndian), DicomTransferSyntax.ExplicitLittleEndian);
        Assert.Equal(name, read.GetString(DicomTags.PatientName));
        Assert.All(read.GetItems(DicomTags.ContentSequence)!, i => Assert.Equal(name, i.GetString(DicomTags.PatientName)));
        Assert.Equal("ASCII", read.GetString(DicomTags.PatientId));
    }

    [Fact]
    public void What_has_no_place_is_refused_by_tag_and_nothing_is_changed()
    {
        DicomDataset dataset = new();
        dataset.SetString(DicomTags.SpecificCharacterSet, "ISO_IR 192");
        dataset.SetString(DicomTags.PatientName, "M\u00FCller");
        DicomDataset item = new();
        dataset.SetItems(DicomTags.ContentSequence, item);
        item.SetString(DicomTags.CodeMeaning, "\u5C71");
        byte[] before = DicomFileWriter.Encode(dataset, DicomUids.ExplicitVRLittleEndian);
        DicomException error = Assert.Throws<DicomException>(() => dataset.ConvertCharacterSet("ISO_IR 100"));
        Assert.Equal(DicomErrorCode.CharacterSet, error.Code);
        Assert.Equal("A character of (0040,A730)[0]/(0008,0104) is not in the character set ISO_IR 100.", error.Message);
        Assert.Equal(before, DicomFileWriter.Encode(dataset, DicomUids.ExplicitVRLittleEndian));
        Assert.Equal(DicomErrorCode.CharacterSet, Assert.Throws<DicomException>(() => dataset.ConvertCharacterSet("ISO_IR 999")).Code);
    }

    [Fact]
    public void Bytes_that_the_named_set_does_not_have_are_refused()
    {
        DicomDataset dataset = new();
        dataset.Set(new DicomElement(DicomTags.PatientName, DicomVR.PN, [(byte)'M', 0xFC]));
        Assert.Contains("names no character set", Assert.Throws<DicomException>(() => dataset.ConvertCharacterSet("ISO_IR 192")).Message, StringComparison.Ordinal);
        dataset.SetString(DicomTags.SpecificCharacterSet, "ISO_IR 192");
        Assert.Contains("is not written in", Assert.Throws<DicomException>(() => dataset.ConvertCharacterSet("ISO_IR 100")).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Every_corpus_file_goes_to_utf8_with_its_text_unchanged_or_is_refused_by_name()
    {
        List<string> failures = [];
        int converted = 0;
        foreach (string path in Corpus.Files())
        {
            DicomFile file;
            try
            {
                file = DicomFile.Open(path, DicomReadOptions.Header);
            }
            catch (DicomException)
            {
                continue;
            }

            using (file)
            {
                string[] before = Texts(file.Dataset).ToArray();
                try
                {
                    file.Dataset.ConvertCharacterSet("ISO_IR 192");
                }
                catch (DicomException e) when (e.Code == DicomErrorCode.CharacterSet)
                {
                    continue;
                }

                converted++;
                if (!before.SequenceEqual(Texts(file.Dataset)))
                {
                    failures.Add(Path.GetFileName(path));
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
        Assert.True(converted > 130, converted.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static IEnumerable<string> Texts(DicomDataset dataset)
    {
        foreach (DicomElement element in dataset)
        {
            if (dataset.GetItems(element.Tag) is { } items)
            {
                foreach (string text in items.SelectMany(Texts))
                {
                    yield return text;
                }
            }
            else if (element.VR.UsesCharacterSet)
            {
                yield return element.Tag + string.Join("\\", dataset.GetStrings(element.Tag));
            }
        }
    }
}

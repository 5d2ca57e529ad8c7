using System;
using System.Collections.Generic;
using System.Linq;
using XnatTools.Dicom;
using XnatTools.Sandbox.Pacs;
using Xunit;

namespace XnatTools.Sandbox.Tests.Pacs;

public sealed class PacsQueryTests : IDisposable
{
    private readonly MadeArchive _archive = new();
    private readonly PacsIndex _index;

    public PacsQueryTests() => _index = PacsIndex.Scan(_archive.Folder);

    public void Dispose() => _archive.Dispose();

    [Fact]
    public void Counts_what_it_leaves_out()
    {
        Assert.Equal((10, 1), (_index.FileCount, _index.SkippedCount));
        Assert.Equal(4, _index.Studies.Count);
    }

    [Theory]
    [InlineData("AccessionNumber", "ACC1002", 1)]
    [InlineData("AccessionNumber", "acc1002", 0)]
    [InlineData("AccessionNumber", "ACC1*", 2)]
    [InlineData("AccessionNumber", "ACC100?", 2)]
    [InlineData("AccessionNumber", "?", 0)]
    [InlineData("AccessionNumber", "*", 4)]
    [InlineData("StudyDate", "20240307-20240308", 2)]
    [InlineData("StudyDate", "-20240307", 1)]
    [InlineData("StudyDate", "20240308-", 3)]
    [InlineData("StudyDate", "20240401", 1)]
    [InlineData("StudyInstanceUID", "2.25.3001\\2.25.3003\\2.25.9", 2)]
    [InlineData("PatientName", "sample^alex", 2)]
    [InlineData("PatientName", "Sample*", 2)]
    [InlineData("PatientName", "Sample", 0)]
    [InlineData("PatientName", "M\u00fcller*", 1)]
    [InlineData("PatientName", "\u5c71\u7530*", 1)]
    [InlineData("ModalitiesInStudy", "CT\\US", 3)]
    [InlineData("PatientID", "P9", 0)]
    [InlineData("SeriesDescription", "no such series", 4)]
    public void Study_level(string keyword, string value, int expected)
    {
        DicomDataset keys = Keys("STUDY");
        keys.SetString(DicomTags.SpecificCharacterSet, "ISO_IR 192");
        keys.SetString(DicomTag.Parse(keyword), value.Split('\\'));
        Assert.Equal(expected, Find(keys).Count);
    }

    [Fact]
    public void Keys_are_anded_and_answered_with_what_was_asked()
    {
        DicomDataset keys = Keys("STUDY", "StudyInstanceUID", "NumberOfStudyRelatedSeries", "NumberOfStudyRelatedInstances", "ModalitiesInStudy", "ReferringPhysicianName", "SeriesDescription", "NumberOfPatientRelatedStudies");
        keys.SetString(DicomTags.PatientId, "P0001");
        keys.SetString(DicomTags.StudyDate, "20240307");
        DicomDataset answer = Assert.Single(Find(keys));
        Assert.Equal(MadeArchive.Mr, answer.GetString(DicomTags.StudyInstanceUid));
        Assert.Equal((2, 6, 2), (answer.GetInt32(DicomTags.NumberOfStudyRelatedSeries), answer.GetInt32(DicomTags.NumberOfStudyRelatedInstances), answer.GetInt32(DicomTags.NumberOfPatientRelatedStudies)));
        Assert.Equal(["MR"], answer.GetStrings(DicomTags.ModalitiesInStudy));
        Assert.True(answer[DicomTags.ReferringPhysicianName]!.Value.IsEmpty);
        Assert.True(answer[DicomTags.SeriesDescription]!.Value.IsEmpty);
        Assert.Equal("STUDY", answer.GetString(DicomTags.QueryRetrieveLevel));
        Assert.Equal("MADE", answer.GetString(DicomTags.RetrieveAETitle));
        Assert.False(answer.Contains(DicomTags.AccessionNumber));
    }

    [Fact]
    public void Each_answer_has_its_own_character_set()
    {
        List<DicomDataset> answers = Find(Keys("STUDY", "PatientName"));
        Assert.Contains(answers, one => one.GetString(DicomTags.PatientName) == "M\u00fcller^J\u00f6rg" && one.GetString(DicomTags.SpecificCharacterSet) == "ISO_IR 100");
        Assert.Contains(answers, one => one.GetString(DicomTags.PatientName) == "Yamada^Tarou=\u5c71\u7530^\u592a\u90ce");
        Assert.Contains(answers, one => !one.Contains(DicomTags.SpecificCharacterSet));
    }

    [Fact]
    public void Series_and_images()
    {
        DicomDataset series = Keys("SERIES", "SeriesInstanceUID", "SeriesNumber", "PatientID", "NumberOfSeriesRelatedInstances");
        series.SetString(DicomTags.StudyInstanceUid, MadeArchive.Mr);
        Assert.Equal([3, 3], Find(series).Select(one => one.GetInt32(DicomTags.NumberOfSeriesRelatedInstances)!.Value));
        series.SetString(DicomTags.SeriesNumber, "02");
        Assert.Equal("2.25.3001.2", Assert.Single(Find(series)).GetString(DicomTags.SeriesInstanceUid));
        DicomDataset images = Keys("IMAGE", "SOPInstanceUID", "InstanceNumber");
        images.SetString(DicomTags.SeriesInstanceUid, "2.25.3001.2");
        Assert.Equal(3, Find(images).Count);
        Assert.Equal(3, Find(Keys("PATIENT", "PatientID")).Count);
        Assert.Null(new PacsQuery(_index, "MADE").Find(Keys("PAPER")));
    }

    [Fact]
    public void A_retrieve_needs_the_unique_key_of_its_level()
    {
        PacsQuery query = new(_index, "MADE");
        DicomDataset keys = Keys("STUDY");
        keys.SetString(DicomTags.AccessionNumber, "ACC1001");
        Assert.Null(query.Select(keys));
        keys.SetString(DicomTags.StudyInstanceUid, MadeArchive.Mr, MadeArchive.Ct);
        Assert.Equal(8, query.Select(keys)!.Count);
        keys = Keys("SERIES");
        keys.SetString(DicomTags.SeriesInstanceUid, "2.25.3001.1");
        Assert.Equal(3, query.Select(keys)!.Count);
    }

    private List<DicomDataset> Find(DicomDataset keys) => new PacsQuery(_index, "MADE").Find(keys)!.ToList();

    private static DicomDataset Keys(string level, params string[] universal)
    {
        DicomDataset keys = new();
        keys.SetString(DicomTags.QueryRetrieveLevel, level);
        foreach (string keyword in universal)
        {
            keys.SetString(DicomTag.Parse(keyword), "");
        }

        return keys;
    }
}

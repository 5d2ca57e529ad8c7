using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using XnatTools.Import.Profiles;
using Xunit;

namespace XnatTools.Import.Tests.Profiles;

public sealed class ProfileTests
{
    private const string Full = """
        {
          // What the PACS team told us.
          "pacs": [
            {
              "name": "ISCV",
              "keys": ["PatientId+StudyDate", "study instance uid"],
              "because": "its accession numbers are made up",
              "modalities": ["us"],
              "receiver": "XNAT:8105",
              "pace": { "day": { "studies": 1, "images": 2000 }, "night": { "studies": 4 } },
              "night": ["20:00-06:00"],
              "windows": ["19:00-07:00", "weekend"],
              "timeZone": "Europe/London",
              "secondsPerStudy": 22.5,
              "direct": ["MR", "PT"],
              "node": { "address": "ISCV@pacs.example:104", "callingAETitle": "RESEARCH", "tls": true, "timeoutSeconds": 20, "retrieveTimeoutSeconds": 900, "queriesInFlight": 4 },
            },
            { "name": "2" }
          ]
        }
        """;

    [Fact]
    public void Reads_everything_a_profile_can_say()
    {
        IReadOnlyList<PacsProfile> profiles = Read(Full);
        PacsProfile profile = profiles[0];

        Assert.Equal(2, profiles.Count);
        Assert.Equal("PatientId+StudyDate, StudyInstanceUid", string.Join(", ", profile.Keys));
        Assert.Equal("XNAT:8105", profile.Receiver);
        Assert.Equal((1, 2000, 4, (int?)null), (profile.Day.Studies, profile.Day.Images, profile.Night.Studies, profile.Night.Images));
        Assert.Equal(["US"], profile.Modalities);
        Assert.Equal(["MR", "PT"], profile.DirectModalities);
        Assert.Equal(TimeSpan.FromSeconds(22.5), profile.PerStudy);
        Assert.Equal("ISCV@pacs.example:104", profile.Node!.ToString());
        Assert.Equal("RESEARCH", profile.Node.CallingAETitle);
        Assert.True(profile.Node.UseTls);
        Assert.Equal((20, 900, 4), (profile.Node.Timeout.TotalSeconds, profile.Node.RetrieveTimeout.TotalSeconds, profile.Node.QueriesInFlight));
        Assert.True(profile.ToSchedule(TimeZoneInfo.Utc).IsOpen(new DateTimeOffset(2026, 7, 1, 18, 30, 0, TimeSpan.Zero)));
        Assert.False(profile.ToNight(TimeZoneInfo.Utc).IsOpen(new DateTimeOffset(2026, 7, 1, 18, 30, 0, TimeSpan.Zero)));
        Assert.True(profiles[1].ToSchedule(TimeZoneInfo.Utc).IsOpen(DateTimeOffset.UnixEpoch));
        Assert.Same(profiles[1], ProfileReader.Find(profiles, new XnatPacs { Id = 2, Name = "Archive", AETitle = "ARC" }));
        Assert.Same(profile, ProfileReader.Find(profiles, new XnatPacs { Id = 7, Name = "Cardiology", AETitle = "iscv" }));
        Assert.Null(ProfileReader.Find(profiles, new XnatPacs { Id = 7, Name = "Other", AETitle = "OTHER" }));
    }

    [Theory]
    [InlineData("[]", 1, 1, "an object")]
    [InlineData("{}", 1, 1, "'pacs' is missing")]
    [InlineData("{\n \"pacs\": {} }", 2, 10, "square brackets")]
    [InlineData("{\n \"pacs\": [\n  { \"nam\": \"A\" } ] }", 3, 5, "'nam' is not known")]
    [InlineData("{ \"pacs\": [ { \"keys\": [] } ] }", 1, 13, "needs a name")]
    [InlineData("{ \"pacs\": [ { \"name\": \"A\", \"name\": \"B\" } ] }", 1, 28, "twice")]
    [InlineData("{ \"pacs\": [ { \"name\": \"A\" }, { \"name\": \"a\" } ] }", 1, 30, "above already")]
    [InlineData("{ \"pacs\": [ { \"name\": \"\u00e4\", \"keys\": [\"Accession\"] } ] }", 1, 37, "joined by +")]
    [InlineData("{ \"pacs\": [ { \"name\": \"A\", \"windows\": [\"19-07\"] } ] }", 1, 40, "a window")]
    [InlineData("{ \"pacs\": [ { \"name\": \"A\", \"receiver\": \"XNAT:0\" } ] }", 1, 40, "AE:port")]
    [InlineData("{ \"pacs\": [ { \"name\": \"A\", \"pace\": { \"day\": { \"studies\": 0 } } } ] }", 1, 58, "from 1 to 1000")]
    [InlineData("{ \"pacs\": [ { \"name\": \"A\", \"pace\": { \"day\": { \"studies\": 1.5 } } } ] }", 1, 58, "whole number")]
    [InlineData("{ \"pacs\": [ { \"name\": \"A\", \"timeZone\": \"Mars/Base\" } ] }", 1, 40, "no time zone")]
    [InlineData("{ \"pacs\": [ { \"name\": \"A\", \"secondsPerStudy\": \"20\" } ] }", 1, 47, "a number")]
    [InlineData("{ \"pacs\": [ { \"name\": \"A\", \"node\": { \"address\": \"x\" } } ] }", 1, 36, "AET@host:port")]
    [InlineData("{ \"pacs\": [ { \"name\": \"A\", \"node\": { \"address\": \"A@h:104\", \"callingAETitle\": \"much too long for one\" } } ] }", 1, 36, "calling AE title")]
    [InlineData("{ \"pacs\": [ { \"name\": \"A\" ]", 1, 27, "not JSON")]
    [InlineData("{ \"pacs\": [] } x", 1, 16, "not JSON")]
    [InlineData("", 1, 1, "not JSON")]
    public void Whatever_is_wrong_is_found_by_line_and_column(string text, int line, int column, string reason)
    {
        XnatException error = Assert.Throws<XnatException>(() => Read(text));

        Assert.Equal(XnatErrorCode.ProfileInvalid, error.Code);
        Assert.StartsWith($"Line {line}, column {column} of the profile file: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_does_no_harm_and_a_file_that_is_not_there_is_named()
    {
        Assert.Empty(ProfileReader.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("{\"pacs\":[]}")]));
        Assert.Equal(XnatErrorCode.ProfileInvalid, Assert.Throws<XnatException>(() => ProfileReader.ReadFile(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")))).Code);
    }

    [Fact]
    public void Rows_that_ask_by_a_false_key_are_refused_with_the_reason()
    {
        PacsProfile profile = Read(Full)[0];
        ImportRow[] rows =
        [
            new() { Row = 2, PatientId = "P1", StudyDate = "20240105" },
            new() { Row = 3, PatientId = "P1", StudyDate = "20240105", AccessionNumber = "SECRET1" },
            new() { Row = 4, PatientId = "P1" },
            new() { Row = 5, StudyInstanceUid = "2.25.1", Modality = "us" },
            new() { Row = 6, StudyInstanceUid = "2.25.1", Modality = "CT" },
        ];

        IReadOnlyList<PreflightFinding> findings = ProfileRules.Check(profile, rows);
        XnatException error = Assert.Throws<XnatException>(() => ProfileRules.Require(profile, rows));

        Assert.Equal([3, 4, 6], Array.ConvertAll([.. findings], (PreflightFinding f) => f.Row));
        Assert.Equal(XnatErrorCode.ProfileBroken, error.Code);
        Assert.Contains("lines 3, 4, 6", error.Message, StringComparison.Ordinal);
        Assert.Contains("AccessionNumber is filled", error.Message, StringComparison.Ordinal);
        Assert.Contains("its accession numbers are made up", error.Message, StringComparison.Ordinal);
        Assert.Contains("PatientId+StudyDate or StudyInstanceUid", error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET1", error.ToString(), StringComparison.Ordinal);
        ProfileRules.Require(profile, [rows[0], rows[3]]);
        ProfileRules.Require(new PacsProfile { Name = "A" }, rows);
    }

    private static IReadOnlyList<PacsProfile> Read(string text) => ProfileReader.Read(Encoding.UTF8.GetBytes(text));
}

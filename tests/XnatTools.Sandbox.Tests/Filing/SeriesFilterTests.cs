using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Xunit;
using XnatTools.Dicom;
using XnatTools.Sandbox.Filing;

namespace XnatTools.Sandbox.Tests.Filing;

/// <summary>The series import filter in its three modes, set as a client sets it.</summary>
public sealed class SeriesFilterTests
{
    private static readonly Dictionary<string, string> s_object = new() { ["Modality"] = "CT", ["SeriesDescription"] = "Dose Report", ["Rows"] = "512", ["StudyDescription"] = "it's" };

    [Theory]
    [InlineData("#Modality# == 'CT'", true)]
    [InlineData("#Modality# === \"MR\" || #SeriesDescription# == 'Dose Report'", true)]
    [InlineData("#Modality# == 'CT' && !(#SeriesDescription# == 'Dose Report')", false)]
    [InlineData("#Rows# > 60 && #Rows# <= 512", true)]
    [InlineData("#Rows# != 512", false)]
    [InlineData("/dose/i.test(#SeriesDescription#)", true)]
    [InlineData("#SeriesDescription#.match(/^dose/)", false)]
    [InlineData("#SeriesDescription#.toLowerCase().indexOf('report') >= 0", true)]
    [InlineData("#StudyDescription# == 'it\\'s'", true)]
    [InlineData("#Missing# == ''", true)]
    [InlineData("#SeriesDescription#.length == 11 && true", true)]
    public void Conditions_are_those_of_JavaScript(string condition, bool expected) =>
        Assert.Equal(expected, FilterCondition.Holds(condition, name => s_object.GetValueOrDefault(name), strict: false));

    [Theory]
    [InlineData("#Missing# == ''")]
    [InlineData("#Modality# = 'CT'")]
    [InlineData("(#Modality# == 'CT'")]
    [InlineData("#Modality# == 'CT' 'MR'")]
    [InlineData("#Modality#.eval('x')")]
    [InlineData("")]
    public void What_cannot_be_answered_is_no_condition(string condition) =>
        Assert.Throws<FormatException>(() => FilterCondition.Holds(condition, name => s_object.GetValueOrDefault(name), strict: true));

    [Theory]
    [InlineData("{\"mode\":\"blacklist\",\"enabled\":\"true\",\"list\":\"{DESCRIPTION}\"}", false)]
    [InlineData("{\"mode\":\"whitelist\",\"enabled\":\"true\",\"list\":\"{DESCRIPTION}\"}", true)]
    [InlineData("{\"mode\":\"blacklist\",\"enabled\":\"true\",\"list\":\"# a comment\\n[PatientID]\\nEXISTS\"}", false)]
    [InlineData("{\"mode\":\"blacklist\",\"enabled\":\"true\",\"list\":\"[00080060]\\n^QQ$\"}", true)]
    [InlineData("{\"mode\":\"modalityMap\",\"enabled\":\"true\",\"exclude\":\"#SeriesDescription# == '{DESCRIPTION}'\",\"strict\":\"true\"}", false)]
    [InlineData("{\"mode\":\"modalityMap\",\"enabled\":\"true\",\"exclude\":\"#Modality# == 'QQ'\",\"MR\":\"#Modality# == 'CT'\",\"default\":\"CT\"}", true)]
    [InlineData("{\"mode\":\"modalityMap\",\"enabled\":\"true\",\"exclude\":\"#DeviceSerialNumber# == 'none' && #SpectroscopyAcquisitionDataColumns# == ''\"}", true)]
    [InlineData("{\"mode\":\"modalityMap\",\"enabled\":\"true\",\"exclude\":\"#SpectroscopyAcquisitionDataColumns# == ''\",\"strict\":\"true\"}", false)]
    public async Task A_project_keeps_or_drops_what_arrives(string filter, bool kept)
    {
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { ClockFactor = 0, HasDqr = false });
        using DicomFile first = DicomFile.Open(Filed.FilesOf(0)[0], DicomReadOptions.Header);
        string description = first.Dataset.GetString(DicomTags.SeriesDescription)!;
        using HttpClient client = Site.Client(host, "admin", "admin");
        using StringContent body = new(filter.Replace("{DESCRIPTION}", description, StringComparison.Ordinal), Encoding.UTF8, "text/plain");
        using HttpResponseMessage put = await client.PutAsync("/data/projects/DEMO/config/seriesImportFilter/config?inbody=true", body);
        Assert.True(put.IsSuccessStatusCode, put.StatusCode.ToString());

        Assert.Equal(kept, await Filed.FileOneAsync(host, 0) is not null);
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Core;

/// <summary>Ways past the prearchive: direct archiving and XNAT's own archives (specification of the core API, 17.3 and 17.6).</summary>
public sealed class ImportDestinationTests
{
    private const string Import = "/data/services/import?import-handler=";
    private const string Direct = Import + "DICOM-zip&Direct-Archive=true&PROJECT_ID=DEMO&SUBJECT_ID=S1&EXPT_LABEL=S1_A&rename=true";

    private static Task<SandboxHost> StartAsync() => SandboxHost.StartAsync(new SandboxOptions { ClockFactor = 0, HasDqr = false });

    [Fact]
    public async Task A_direct_session_is_in_no_prearchive_list_and_goes_to_the_archive_when_told()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        string[] files = Filed.FilesOf(0);
        string address = (await PostAsync(client, Direct, Zip(files))).Trim();
        PrearchiveEntry entry = Assert.Single(host.State.Prearchive);
        Assert.Equal($"/xapi/direct-archive/DEMO/{entry.Tag}/S1_A", address);
        Assert.DoesNotContain("S1_A", await client.GetStringAsync("/data/prearchive?format=json"), StringComparison.Ordinal);

        using JsonDocument one = JsonDocument.Parse(await client.GetStringAsync(address));
        Assert.Equal(("S1_A", "S1", "RECEIVING"), (Text(one.RootElement, "name"), Text(one.RootElement, "subject"), Text(one.RootElement, "status")));
        using JsonDocument all = JsonDocument.Parse(await PostAsync(client, "/xapi/direct-archive", Json("{\"page\":1,\"size\":10}")));
        Assert.Equal(entry.Tag, Text(Assert.Single(all.RootElement.EnumerateArray()), "tag"));

        using HttpClient reader = Site.Client(host, "reader", "reader");
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(address + "X")).StatusCode);
        Assert.Equal("", await PostAsync(client, address, Json("{}")));
        Assert.Empty(host.State.Prearchive);
        Assert.Equal(files.Length, Assert.Single(host.State.Sessions).Scans.Sum(s => s.Resources.Sum(r => r.Files.Count)));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(address)).StatusCode);
    }

    [Fact]
    public async Task A_direct_session_archives_itself_when_nothing_more_comes_and_can_be_deleted_before()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        await PostAsync(client, Direct, Zip(Filed.FilesOf(0)));
        await PostAsync(client, Import + "DICOM-zip&Direct-Archive=true&PROJECT_ID=DEMO&SUBJECT_ID=S2&EXPT_LABEL=S2_A", Zip(Filed.FilesOf(1)));

        // The same study in the prearchive is another session.
        await PostAsync(client, Import + "DICOM-zip&PROJECT_ID=DEMO&SUBJECT_ID=S1&EXPT_LABEL=S1_P", Zip(Filed.FilesOf(0)));
        Assert.Equal([1, 2, 0], host.State.Prearchive.Select(e => e.DirectId));
        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync("/xapi/direct-archive/2")).StatusCode);
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("S1_A", Assert.Single(host.State.Sessions).Label);
        Assert.Equal("S1_P", Assert.Single(host.State.Prearchive).Name);
    }

    [Fact]
    public async Task An_archive_of_xnat_becomes_a_session_with_its_files()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        string[] files = Filed.FilesOf(0);
        byte[] xar = Xar("DEMO", files);
        Assert.Equal("/data/archive/projects/DEMO/subjects/X1/experiments/X1_MR\r\n", await PostAsync(client, Import + "XAR", Content(xar)));
        SandboxSession session = Assert.Single(host.State.Sessions);
        Assert.Equal(("xnat:mrSessionData", "2024-01-15"), (session.XsiType, session.Date));
        SandboxScan scan = Assert.Single(session.Scans);
        Assert.Equal(("4", "AXIAL"), (scan.Id, scan.Type));
        SandboxFile[] stored = [.. Assert.Single(scan.Resources).Files];
        Assert.Equal(files.Length, stored.Length);
        Assert.All(stored, f => Assert.NotEqual("", f.SopInstanceUid));
        Assert.Equal(await File.ReadAllBytesAsync(files[1]), await client.GetByteArrayAsync($"/data/experiments/{session.Id}/scans/4/resources/DICOM/files/{stored[1].Name}"));

        // Once more it stands in its own way; what is no XAR, names a file that is not there, or a project of others, is refused.
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsync(Import + "XAR", Content(xar))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(Import + "XAR", Zip(files))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(Import + "XAR", Content([1, 2, 3]))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(Import + "XAR&session=X2", Content(Xar("DEMO", files, leaveOut: 1)))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync(Import + "XAR&session=X3", Content(Xar("NOWHERE", files)))).StatusCode);
        using HttpClient reader = Site.Client(host, "reader", "reader");
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync(Import + "XAR&session=X4", Content(xar))).StatusCode);
        Assert.Single(host.State.Sessions);
    }

    private static byte[] Xar(string project, string[] files, int leaveOut = -1)
    {
        string entries = string.Concat(files.Select((_, i) => $"<cat:entry URI=\"{i}.dcm\"/>"));
        string document = $"""
            <xnat:MRSession xmlns:xnat="http://nrg.wustl.edu/xnat" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" project="{project}" label="X1_MR">
              <xnat:date>2024-01-15</xnat:date><xnat:subject_ID>X1</xnat:subject_ID>
              <xnat:scans><xnat:scan ID="4" type="AXIAL" xsi:type="xnat:mrScanData"><xnat:quality>usable</xnat:quality>
                <xnat:file xsi:type="xnat:resourceCatalog" URI="scans/4/DICOM/catalog.xml" label="DICOM" content="RAW" format="DICOM"/></xnat:scan></xnat:scans>
            </xnat:MRSession>
            """;
        List<(string, byte[])> entriesOf = [("X1_MR/X1_MR.xml", Encoding.UTF8.GetBytes(document)), ("X1_MR/scans/4/DICOM/catalog.xml", Encoding.UTF8.GetBytes($"<cat:DCMCatalog xmlns:cat=\"http://nrg.wustl.edu/catalog\"><cat:entries>{entries}</cat:entries></cat:DCMCatalog>"))];
        entriesOf.AddRange(files.Select((f, i) => ($"X1_MR/scans/4/DICOM/{i}.dcm", File.ReadAllBytes(f))).Where((_, i) => i != leaveOut));
        return Packed(entriesOf);
    }

    private static ByteArrayContent Zip(IEnumerable<string> files) => Content(Packed(files.Select((f, i) => ($"{i}.dcm", File.ReadAllBytes(f)))));

    private static byte[] Packed(IEnumerable<(string Name, byte[] Bytes)> files)
    {
        using MemoryStream made = new();
        using (ZipArchive zip = new(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in files)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return made.ToArray();
    }

    private static ByteArrayContent Content(byte[] bytes)
    {
        ByteArrayContent content = new(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        return content;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static async Task<string> PostAsync(HttpClient client, string uri, HttpContent content)
    {
        using HttpResponseMessage response = await client.PostAsync(uri, content);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode} {text}");
        return text;
    }
}

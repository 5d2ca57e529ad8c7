using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Sandbox.Tests.Core;

/// <summary>The import handler automation: uploads kept for scripts of the site's own, of which the sandbox has none.</summary>
public sealed class AutomationImportTests
{
    private const string Handler = "/data/services/import?import-handler=automation";

    private static Task<SandboxHost> StartAsync() => SandboxHost.StartAsync(new SandboxOptions { ClockFactor = 0, HasDqr = false });

    [Fact]
    public async Task Uploads_gather_in_a_folder_of_the_users()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        string answer = await OkAsync(client, Handler, Form("one.txt", "one"));
        Assert.Matches(@"user_uploads[/\\]\d{8}_\d{6}[/\\]\r\n$", answer);
        string folder = answer.TrimEnd();
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(folder, "one.txt")));

        Assert.Equal(answer, await OkAsync(client, Handler + "&buildPath=" + Uri.EscapeDataString(folder), Form("two.txt", "two")));
        Assert.Equal(["one.txt", "two.txt"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());

        // Nobody else's folder, and none outside.
        using HttpClient other = Site.Client(host, "admin", "admin");
        foreach ((HttpClient who, string path) in new[] { (other, folder), (client, folder + "/../../.."), (client, Path.GetTempPath()), (client, folder + "none") })
        {
            using HttpResponseMessage refused = await who.PostAsync(Handler + "&buildPath=" + Uri.EscapeDataString(path), Form("x.txt", "x"));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Archives_are_taken_apart_where_that_is_asked_for()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        string folder = (await OkAsync(client, Handler + "&extract=true", Form("a.zip", Zip(("in/a.txt", "a"))))).TrimEnd();
        await OkAsync(client, Handler + "&extract=true", Form("b.tgz", Tar(("in/b.txt", "b"))));
        await OkAsync(client, Handler + "&extract=false", Form("c.zip", Zip(("in/c.txt", "c"))));
        Assert.Equal(["c.zip", "in/a.txt", "in/b.txt"], Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order());

        foreach (byte[] bad in new[] { Encoding.UTF8.GetBytes("no zip"), Zip(("../../out.txt", "x")) })
        {
            using HttpResponseMessage refused = await client.PostAsync(Handler + "&extract=true", Form("bad.zip", bad));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("Archive file is corrupt", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFiles(host.State.Folder, "out.txt", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("&process=true", HttpStatusCode.InternalServerError, "")]
    [InlineData("&process=true&eventHandler=Sort", HttpStatusCode.OK, "<b>BEGIN PROCESSING UPLOADED FILES</b>\r\nERROR: Could not obtain event handler.\r\n")]
    [InlineData("&process=true&configuredResource=BEHAVIOUR&project=DEMO", HttpStatusCode.OK, "")]
    [InlineData("&process=true&configuredResource=BEHAVIOUR", HttpStatusCode.InternalServerError, "")]
    [InlineData("&process=true&configuredResource=BEHAVIOUR&project=DEMO&eventHandler=Sort", HttpStatusCode.OK, "<b>BEGIN PROCESSING UPLOADED FILES</b>\r\nERROR: Could not obtain event handler.\r\n")]
    public async Task Work_is_asked_for_without_a_file_and_no_script_is_there_to_do_it(string parameters, HttpStatusCode status, string lines)
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        using HttpResponseMessage response = await client.PostAsync(Handler + parameters, null);
        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.OK)
        {
            Assert.Equal(lines, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Other_handlers_still_want_a_file()
    {
        await using SandboxHost host = await StartAsync();
        using HttpClient client = Site.Client(host, "imaging", "imaging");
        using MultipartFormDataContent form = new() { { new StringContent("DEMO"), "project" } };
        using HttpResponseMessage response = await client.PostAsync("/data/services/import?import-handler=DICOM-zip", form);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static MultipartFormDataContent Form(string name, string text) => Form(name, Encoding.UTF8.GetBytes(text));

    private static MultipartFormDataContent Form(string name, byte[] bytes) => new() { { new ByteArrayContent(bytes), "file", name } };

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in entries)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Tar(params (string Name, string Text)[] entries)
    {
        using MemoryStream bytes = new();
        using (GZipStream press = new(bytes, CompressionMode.Compress, leaveOpen: true))
        using (TarWriter tar = new(press))
        {
            foreach ((string name, string text) in entries)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        return bytes.ToArray();
    }

    private static async Task<string> OkAsync(HttpClient client, string path, HttpContent content)
    {
        using HttpResponseMessage response = await client.PostAsync(path, content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}

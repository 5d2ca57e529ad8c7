using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using XnatTools.Sandbox.Tests.Pacs;
using Xunit;

namespace XnatTools.Sandbox.Tests.Dqr;

/// <summary>What tests judge a client by: records ever queued and files really on disk, whatever XNAT's own answers say.</summary>
public sealed class ImportTruthTests
{
    [Fact]
    public async Task It_tells_what_was_queued_and_what_lies_on_disk()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        await site.PostAsync("/xapi/dqr/import", site.Import(DqrSite.Study(MadeArchive.Ct, "S1", "S1_1")));
        await site.DrainAsync();
        JsonNode truth = await TruthAsync(site);

        JsonNode queued = Assert.Single(truth["queued"]!.AsArray())!;
        Assert.Equal(MadeArchive.Ct, (string?)queued["studyInstanceUid"]);
        Assert.Empty(truth["waiting"]!.AsArray());
        JsonNode session = Assert.Single(truth["prearchive"]!.AsArray())!;
        Assert.Equal("S1_1", (string?)session["session"]);
        Assert.Equal((int)queued["series"]!, session["files"]!.AsObject().Count);
        Assert.All(session["files"]!.AsObject(), series => Assert.True((int)series.Value! > 0));
    }

    [Fact]
    public async Task An_empty_shell_is_archived_with_success_and_has_scans_without_files()
    {
        await using DqrSite site = await DqrSite.StartAsync();
        await site.PostAsync("/xapi/dqr/import", site.Import(DqrSite.Study(MadeArchive.Ct, "S1", "S1_1")));
        await site.DrainAsync();
        site.Host.Faults.Add(FaultNames.EmptyShell, match: MadeArchive.Ct);
        string url;
        lock (site.Host.State.Sync)
        {
            PrearchiveEntry entry = site.Host.State.Prearchive.Single();
            site.Host.Context.Prearchive.Build(entry);
            url = entry.Url;
        }

        using FormUrlEncodedContent form = new([new("src", url)]);
        using HttpResponseMessage answer = await site.Imaging.PostAsync("/data/services/archive", form);
        Assert.True(answer.IsSuccessStatusCode);
        JsonNode archived = Assert.Single((await TruthAsync(site))["archive"]!.AsArray())!;
        Assert.NotEmpty(archived["files"]!.AsObject());
        Assert.All(archived["files"]!.AsObject(), series => Assert.Equal(0, (int)series.Value!));
        JsonNode files = JsonNode.Parse(await site.Imaging.GetStringAsync($"/data/experiments/{archived["id"]}/scans/ALL/files?format=json"))!;
        Assert.Empty(files["ResultSet"]!["Result"]!.AsArray());
    }

    private static async Task<JsonNode> TruthAsync(DqrSite site) => JsonNode.Parse(await site.Admin.GetStringAsync("/sandbox/imports"))!;
}

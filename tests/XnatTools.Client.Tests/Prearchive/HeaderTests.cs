using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Client.Tests;

public sealed class HeaderTests
{
    [Fact]
    public async Task Values_are_decoded_and_sequences_keep_their_path()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/data/services/dicomdump", 200, Dump("1.2.3", """,{"tag1":"(0008,103E)","tag2":"","vr":"LO","value":"T1 &lt;AX&gt; &amp; more","desc":"Series Description"},{"tag1":"(0008,1140)","tag2":"(0008,1150)","vr":"UI","value":"9","desc":""}"""));
        using XnatClient client = await Scripted.ConnectAsync(server);
        IReadOnlyList<DicomHeaderElement> elements = await client.Headers.DumpAsync("/data/prearchive/projects/DEMO/TS/F", ["SeriesDescription", "(0008,1140)", "seriesdescription"], "1.2.3", CancellationToken.None);
        Assert.Equal(["T1 <AX> & more", "9"], elements.Select(e => e.Value)); // the study UID was asked for by us only
        Assert.Equal("(0008,1140).(0008,1150)", elements[1].Tag);
        Assert.Equal("?src=%2Fprearchive%2Fprojects%2FDEMO%2FTS%2FF&format=json&field=SeriesDescription&field=00081140&field=StudyInstanceUID", server.Calls.ToArray()[^1].Query);
    }

    [Fact]
    public async Task Another_sessions_header_is_asked_again_and_then_refused()
    {
        ScriptedServer server = new ScriptedServer().AsXnat();
        int asked = 0;
        server.On("GET", "/data/services/dicomdump", _ => ScriptedServer.Answer(200, Dump(++asked == 1 ? "6.6.6" : "1.2.3", "")));
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Equal("1.2.3", Assert.Single(await client.Headers.DumpAsync("/prearchive/projects/DEMO/TS/F", null, "1.2.3", CancellationToken.None)).Value);
        Assert.Equal(2, asked);
        XnatException error = await Assert.ThrowsAsync<XnatException>(() => client.Headers.DumpAsync("/prearchive/projects/DEMO/TS/F", null, "7.7.7", CancellationToken.None));
        Assert.Same(XnatErrorCode.UnexpectedResponse, error.Code);
        Assert.Equal(4, asked);
    }

    [Fact]
    public async Task Dumps_never_run_side_by_side()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/data/services/dicomdump", 200, Dump("1.2.3", ""));
        using XnatClient client = await Scripted.ConnectAsync(server);
        int running = 0;
        int most = 0;
        server.Before = async (_, token) =>
        {
            int now = Interlocked.Increment(ref running);
            most = Math.Max(most, now);
            await Task.Delay(10, token);
            Interlocked.Decrement(ref running);
        };
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => client.Headers.DumpAsync("/prearchive/projects/DEMO/TS/F" + i.ToString(CultureInfo.InvariantCulture), null, null, CancellationToken.None)));
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Nothing_to_read_is_an_empty_answer()
    {
        ScriptedServer server = new ScriptedServer().AsXnat().On("GET", "/data/services/dicomdump", 200, """{"ResultSet":{"Result":[], "totalRecords":"0"}}""");
        using XnatClient client = await Scripted.ConnectAsync(server);
        Assert.Empty(await client.Headers.DumpAsync("/prearchive/projects/DEMO/TS/F", null, "1.2.3", CancellationToken.None));
    }

    private static string Dump(string study, string more) =>
        """{"ResultSet":{"Result":[{"tag1":"(0020,000D)","tag2":"","vr":"UI","value":"STUDY","desc":"Study Instance UID"}MORE]}}""".Replace("STUDY\"", study + "\"", StringComparison.Ordinal).Replace("MORE", more, StringComparison.Ordinal);
}

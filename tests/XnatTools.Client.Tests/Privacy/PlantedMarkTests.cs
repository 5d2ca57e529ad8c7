using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Client.Tests;

/// <summary>Marks are planted wherever an identifier could be; none may leave through messages or events.</summary>
public sealed class PlantedMarkTests
{
    private const string Mark = "MARK";

    public static TheoryData<string> Faults =>
        ["400 text", "500 text", "500 null", "409 html", "403 text", "404 html", "302", "302 login", "200 page", "200 broken json", "200 wrong json", "401", "503", "reset", "timeout", "204"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task No_mark_leaves_through_an_error_or_an_event(string fault)
    {
        RecordedEvents events = new();
        ScriptedServer server = new ScriptedServer().AsXnat();
        using XnatClient client = await XnatClient.ConnectAsync(Scripted.Options(server, events, XnatCredential.Basic("jdoe", "MARKPASSWORD"), retries: 1, timeout: TimeSpan.FromMilliseconds(fault == "timeout" ? 100 : 5000)), CancellationToken.None);
        foreach (string verb in new[] { "GET", "POST", "PUT", "DELETE" })
        {
            server.On(verb, "/data/p*", _ => Faulty(fault)).On(verb, "/data/services*", _ => Faulty(fault)).On(verb, "/data/experiments*", _ => Faulty(fault)).On(verb, "/xapi/dqr*", _ => Faulty(fault)).On(verb, "/xapi/pacs*", _ => Faulty(fault)).On(verb, "/xapi/dicomscp", _ => Faulty(fault));
        }

        if (fault == "timeout")
        {
            server.Before = (_, token) => Task.Delay(Timeout.Infinite, token);
        }

        CancellationToken none = CancellationToken.None;
        PrearchiveSession session = new() { Project = "MARKPROJECT", Timestamp = "MARKTIME", Folder = "MARKFOLDER", Subject = "MARKSUBJECT", Session = "MARKSESSION", Url = "/prearchive/projects/MARKPROJECT/MARKTIME/MARKFOLDER" };
        DqrImportRequest import = new() { PacsId = 1, ReceiverAETitle = "MARKAE", Project = "MARKPROJECT", RequestId = "MARKREQUEST", Studies = [Dqr.Study("MARKUID", "MARKS", "MARKE")] };
        List<Func<Task>> calls =
        [
            () => client.Dqr.QueryStudiesAsync(new PacsCriteria { PacsId = 1, PatientId = "MARKID", PatientName = "MARKNAME" }, none),
            () => client.Dqr.QueryBatchAsync("Patient ID\nMARKID\n"u8.ToArray(), 1, none),
            () => client.Dqr.QuerySeriesAsync(1, ["MARKUID"], none),
            () => client.Dqr.ImportAsync(import, none),
            () => client.Dqr.RemoveQueueAsync([1], none),
            () => client.Dqr.IsProjectEnabledAsync("MARKPROJECT", none),
            () => client.Prearchive.GetAsync(session, none),
            () => client.Prearchive.ScansAsync(session, none),
            () => client.Prearchive.MoveAsync(session, "MARKPROJECT2", none),
            () => client.Prearchive.DeleteAsync(session, none),
            () => client.Prearchive.ArchiveAsync(session, new ArchiveTarget { Subject = "MARKSUBJECT", Session = "MARKSESSION" }, none),
            () => client.Prearchive.ValidateArchiveAsync(session, new ArchiveTarget { Subject = "MARKSUBJECT" }, none),
            () => client.Prearchive.RebuildAsync([session], false, none),
            () => client.Archive.FilesAsync("MARKSESSION", "MARKSCAN", none),
            () => client.Archive.DownloadFileAsync(new XnatFile { Name = "MARKFILE", Url = "/experiments/MARKSESSION/files/MARKFILE" }, new MemoryStream(), none),
            () => client.Headers.DumpAsync(session.Url, ["PatientName"], "MARKUID", none),
        ];
        int failures = 0;
        foreach (Func<Task> call in calls)
        {
            Exception? error = await Record.ExceptionAsync(call);
            for (Exception? e = error; e is not null; e = e.InnerException)
            {
                failures += e == error ? 1 : 0;
                Assert.DoesNotContain(Mark, e.Message, StringComparison.Ordinal);
                Assert.DoesNotContain(Mark, e.ToString().Split('\n')[0], StringComparison.Ordinal);
                Assert.DoesNotContain(Mark, (e as XnatException)?.Request ?? "", StringComparison.Ordinal);
                Assert.DoesNotContain(Mark, (e as XnatException)?.RecommendedAction ?? "", StringComparison.Ordinal);
            }

            Assert.True(error is null or XnatException, error?.GetType().Name);
        }

        Assert.True(failures > 0 || fault == "204");
        Assert.NotEmpty(events.Requests);
        Assert.All(events.All(), text => Assert.DoesNotContain(Mark, text, StringComparison.Ordinal));
    }

    private static HttpResponseMessage Faulty(string fault)
    {
        HttpResponseMessage answer = fault switch
        {
            "400 text" => ScriptedServer.Answer(400, "A DQR run-time exception occurred: MARKCAUSE. Criteria(patientName=MARKNAME)", "text/plain"),
            "500 text" => ScriptedServer.Answer(500, "There was an error in the request : MARKNAME", "text/plain"),
            "500 null" => ScriptedServer.Answer(500, "There was an error in the request : null", "text/plain"),
            "409 html" => ScriptedServer.Answer(409, "<html><h3>MARKNAME exists</h3></html>", "text/html"),
            "403 text" => ScriptedServer.Answer(403, "MARKNAME is not yours", "text/plain"),
            "404 html" => ScriptedServer.Answer(404, "<html><title>MARKNAME</title></html>", "text/html"),
            "302" or "302 login" => ScriptedServer.Answer(302),
            "200 page" => ScriptedServer.Answer(200, "<html>MARKNAME</html>", "text/html"),
            "200 broken json" => ScriptedServer.Answer(200, "{\"patient\":\"MARKNAME", "application/json"),
            "200 wrong json" => ScriptedServer.Answer(200, "\"MARKNAME\"", "application/json"),
            "401" => ScriptedServer.Answer(401, "MARKNAME", "text/plain"),
            "503" => ScriptedServer.Answer(503, "MARKNAME", "text/plain"),
            "reset" => throw new HttpRequestException("Connection reset by peer", new IOException("reset")),
            _ => ScriptedServer.Answer(204),
        };
        if (fault.StartsWith("302", StringComparison.Ordinal))
        {
            answer.Headers.TryAddWithoutValidation("Location", fault == "302" ? "https://elsewhere.example.org/MARKNAME" : "/app/template/Login.vm?x=MARKNAME");
        }

        answer.ReasonPhrase = "MARKREASON";
        return answer;
    }
}

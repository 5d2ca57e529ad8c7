using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Csv;

namespace XnatTools.Desktop.Smoke;

/// <summary>
/// Reads a CSV file, connects to a site, lists and streams, loses its session, times out, and says what it saw, one line
/// each; or does the same with DICOM files, DICOM over loopback, or a ledger. The test that starts it compares the lines.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments.Length == 2 && arguments[0] == "dicom")
        {
            await DicomLoopback.RunAsync(arguments[1]).ConfigureAwait(false);
            Console.WriteLine("done");
            return 0;
        }

        if (arguments.Length == 2 && arguments[0] == "files")
        {
            DicomFiles.Run(arguments[1]);
            Console.WriteLine("done");
            return 0;
        }

        if (arguments.Length == 2 && arguments[0] == "ledger")
        {
            LedgerRound.Run(arguments[1]);
            Console.WriteLine("done");
            return 0;
        }

        if (arguments.Length != 4)
        {
            Console.Error.WriteLine("Usage: XnatTools.Desktop.Smoke URL USER PASSWORD CSV | dicom FOLDER | files FOLDER | ledger FOLDER");
            return 2;
        }

        try
        {
            ReadSheet(arguments[3]);
            await CallSiteAsync(new Uri(arguments[0]), arguments[1], arguments[2]).ConfigureAwait(false);
            await MeetFaultsAsync(arguments[1]).ConfigureAwait(false);
            Console.WriteLine("done");
            return 0;
        }
        catch (XnatException error)
        {
            Console.Error.WriteLine(error);
            return 1;
        }
    }

    private static void ReadSheet(string path)
    {
        List<ImportRow> rows = [.. CsvSheetReader.Read(path)];
        byte[] sent = DqrCsvWriter.Write(rows);
        Console.WriteLine($"csv {rows.Count} rows, first {rows[0].Subject}/{rows[0].Session}, sent {sent.Length > 0}");
    }

    private static async Task CallSiteAsync(Uri uri, string user, string password)
    {
        XnatClientOptions options = new() { Uri = uri, Credential = XnatCredential.Basic(user, password), UseProxy = false };
        using XnatClient client = await XnatClient.ConnectAsync(options, CancellationToken.None).ConfigureAwait(false);
        Console.WriteLine($"user {client.UserName}");
        IReadOnlyList<XnatProject> projects = await client.Projects.ListAsync(CancellationToken.None).ConfigureAwait(false);
        Console.WriteLine($"projects {projects.Count}");
        int queued = 0;
        await foreach (ImportQueueItem item in client.Dqr.QueueAsync(all: false).ConfigureAwait(false))
        {
            queued++;
        }

        Console.WriteLine($"queue {queued}");
        await client.DisconnectAsync(CancellationToken.None).ConfigureAwait(false);
    }

    // The default handler is made as well, so that everything it sets is known to this runtime.
    private static async Task MeetFaultsAsync(string user)
    {
        XnatClientOptions nobody = new() { Uri = new Uri("http://127.0.0.1:1/"), Credential = XnatCredential.Basic(user, "x"), UseProxy = false, SkipCertificateCheck = true };
        try
        {
            await XnatClient.ConnectAsync(nobody, CancellationToken.None).ConfigureAwait(false);
        }
        catch (XnatException error)
        {
            Console.WriteLine($"nobody there: {error.Code}");
        }

        XnatClientOptions slow = new()
        {
            Uri = new Uri("https://xnat.example.org/"),
            Credential = XnatCredential.Basic(user, "x"),
            RequestTimeout = TimeSpan.FromMilliseconds(200),
            HandlerFactory = () => new Silence(),
        };
        try
        {
            await XnatClient.ConnectAsync(slow, CancellationToken.None).ConfigureAwait(false);
        }
        catch (XnatException error)
        {
            Console.WriteLine($"no answer: {error.Code}");
        }
    }

    private sealed class Silence : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
            throw new IOException(Assembly.GetExecutingAssembly().FullName);
        }
    }
}

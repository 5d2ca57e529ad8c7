using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Benchmarks.Dicom;
using XnatTools.Client;
using XnatTools.Dicom;
using XnatTools.Sandbox;
using XnatTools.Upload;

namespace XnatTools.Benchmarks.Upload;

/// <summary>
/// Packing and sending a session of 2 GB to the sandbox's import service, against zip -0 and curl of the ready zip. The server is the
/// same for all and works in this process; curl takes its session as ours does, one zip of all series.
/// </summary>
internal sealed class UploadBenchmark(string[] args)
{
    private readonly bool _quick = args.Contains("quick", StringComparer.OrdinalIgnoreCase);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "xnattools-bench-upload-" + Guid.NewGuid().ToString("N"));
    private int _labels;

    public async Task<int> RunAsync()
    {
        Directory.CreateDirectory(_folder);
        try
        {
            await MeasureAsync();
            return 0;
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task MeasureAsync()
    {
        int count = _quick ? 20 : 100;
        const int Bytes = 20 << 20;
        string files = Path.Combine(_folder, "files");
        Write(files, count, Bytes);
        string zip = Path.Combine(_folder, "ready.zip");
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { HasDqr = false, Quiet = true });
        using XnatClient client = await XnatClient.ConnectAsync(
            new XnatClientOptions { Uri = host.Url, Credential = XnatCredential.Basic("imaging", "imaging"), AllowInsecure = true, UseProxy = false }, CancellationToken.None);
        Measure measure = new(_quick ? 3 : 5);
        measure.Title(string.Create(CultureInfo.InvariantCulture, $"Upload of {count} x 20 MB (load before: {Peer.Load()})"));
        List<(string Name, Func<Task> Work, Action? Before)> rows = [];
        if (Peer.Find("zip") is not null && Peer.Find("curl") is not null)
        {
            await Peer.RunAsync("zip", false, ["-0", "-q", "-r", zip, "."], files);
            rows.Add(("curl of the ready zip", () => CurlAsync(host, zip), () => Clear(host)));
            if (Wanted("zip"))
            {
                async Task ZipAndCurlAsync()
                {
                    File.Delete(zip);
                    await Peer.RunAsync("zip", false, ["-0", "-q", "-r", zip, "."], files);
                    await CurlAsync(host, zip);
                }

                rows.Add(("zip -0, then curl", ZipAndCurlAsync, () => Clear(host)));
            }
        }
        else
        {
            Console.WriteLine("(zip or curl is missing: no peer beside these figures)");
        }

        LocalSession session = LocalScan.Read(LocalScan.FilesOf(files), 2, CancellationToken.None).Sessions.Single();
        ImportParameters target = new() { Project = "DEMO", Subject = "S1", Session = "BENCH" };
        foreach ((string part, string name, Func<Task> work) in new (string, string, Func<Task>)[]
        {
            ("send", "packed while it is sent, one zip", () => OneZipAsync(client, session, target, null)),
            ("labels", "the same with labels in the headers", () => OneZipAsync(client, session, target, new SessionLabels("DEMO", "S1", "BENCH"))),
            ("whole", "Send-XnatSession: series by series, commit, proof of every object", () => WholeAsync(client, host, session)),
        })
        {
            if (Wanted(part))
            {
                rows.Add((name, work, () => Clear(host)));
            }
        }

        await measure.RoundsAsync([.. rows]);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Peak memory of this process, the server in it: {Peak()} MB."));
    }

    /// <summary>All parts, or those that are named: zip, send, labels, whole. The ready zip is always there, as what the others are compared with.</summary>
    private bool Wanted(string part) => args.All(a => a == "quick") || args.Contains(part, StringComparer.OrdinalIgnoreCase);

    private static async Task OneZipAsync(XnatClient client, LocalSession session, ImportParameters target, SessionLabels? labels)
    {
        SeriesSender sender = new(client, new UploadOptions(), target, labels, _ => { });
        string? address = await sender.SendAsync(session.Series.SelectMany(s => s.Instances).ToArray(), new Dictionary<string, string>(StringComparer.Ordinal), CancellationToken.None);
        if (address is null)
        {
            throw new InvalidOperationException("Nothing arrived.");
        }
    }

    private static async Task WholeAsync(XnatClient client, SandboxHost host, LocalSession session)
    {
        SessionUploadResult result = await new SessionUploader(client, host.Url.ToString(), new UploadOptions())
            .SendAsync(session, new ImportParameters { Project = "DEMO", Subject = "S1", Session = "BENCH" }, null, null, CancellationToken.None);
        if (!result.IsProven)
        {
            throw new InvalidOperationException("Not proven: " + result.Reason);
        }
    }

    private async Task CurlAsync(SandboxHost host, string zip)
    {
        string label = "CURL" + (++_labels).ToString(CultureInfo.InvariantCulture);
        await Peer.RunAsync(
            "curl",
            "-s",
            "-f",
            "-u",
            "imaging:imaging",
            "-H",
            "Content-Type: application/zip",
            "-H",
            "Expect:",
            "-T",
            zip,
            "-X",
            "POST",
            $"{host.Url}data/services/import?import-handler=DICOM-zip&PROJECT_ID=DEMO&SUBJECT_ID=S1&EXPT_LABEL={label}&rename=true&prevent_auto_commit=true&SOURCE=uploader");
    }

    // The next run is to find an empty server, and a disk that has written what came before.
    private static void Clear(SandboxHost host)
    {
        lock (host.State.Sync)
        {
            host.State.Prearchive.Clear();
            foreach (string folder in Directory.GetDirectories(host.State.PrearchiveFolder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        if (Peer.Find("sync") is not null)
        {
            Peer.RunAsync("sync").GetAwaiter().GetResult();
        }
    }

    private static void Write(string folder, int count, int bytes)
    {
        Directory.CreateDirectory(folder);
        byte[] pixels = new byte[bytes];
        new Random(1).NextBytes(pixels);
        for (int i = 0; i < count; i++)
        {
            DicomDataset dataset = Sample.Header(i, bytes);
            dataset.SetString(DicomTags.SeriesInstanceUid, "1.2.826.0.1.3680043.9.9999.78." + (i % 10).ToString(CultureInfo.InvariantCulture));
            dataset.SetString(DicomTags.SeriesNumber, (i % 10).ToString(CultureInfo.InvariantCulture));
            dataset.SetString(DicomTags.InstanceNumber, i.ToString(CultureInfo.InvariantCulture));
            dataset.Set(new DicomElement(DicomTags.PixelData, DicomVR.OW, pixels));
            new DicomFile(dataset) { IsStrict = false }.Save(Path.Combine(folder, i.ToString("0000", CultureInfo.InvariantCulture) + ".dcm"));
        }
    }

    private static long Peak()
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64 >> 20;
    }
}

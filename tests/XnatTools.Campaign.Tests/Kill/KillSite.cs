using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Ledger;
using XnatTools.Sandbox;
using XnatTools.Sandbox.Demo;
using Xunit;

namespace XnatTools.Campaign.Tests.Kill;

/// <summary>A sandbox with many studies, and a campaign against it in processes that are killed.</summary>
internal sealed class KillSite : IAsyncDisposable
{
    private const double Speed = 100;

    private readonly SandboxHost _host;
    private readonly string _folder;
    private readonly IReadOnlyList<MadeStudy> _studies;

    private KillSite(SandboxHost host, string folder, IReadOnlyList<MadeStudy> studies)
    {
        _host = host;
        _folder = folder;
        _studies = studies;
    }

    /// <summary>The kinds of steps that a campaign without faults takes.</summary>
    public static IReadOnlyList<string> Steps { get; } =
    [
        "ledger write", "ledger half-written", "ledger flush", "ledger flushed",
        .. new[] { "series", "receivers", "import", "queue count", "prearchive", "prearchive scans", "archive sessions" }.SelectMany(s => new[] { s, s + " begun", s + " done" }),
        "queue", "queue done", "history", "history done",
    ];

    /// <summary>Whether studies are being posted: the ledger has the whole plan.</summary>
    public bool IsPlanned => File.Exists(Ledger) && File.ReadLines(Ledger).Any(l => l.Contains("\"e\":\"planned\"", StringComparison.Ordinal));

    private string Ledger => Path.Combine(_folder, "campaign.jsonl");

    /// <summary>Whether a step is taken while the ledger is planned, and never after.</summary>
    public static bool IsPlanning(string step) => step.StartsWith("series", StringComparison.Ordinal) || step.StartsWith("receivers", StringComparison.Ordinal);

    public static async Task<KillSite> StartAsync(int count)
    {
        string folder = Directory.CreateTempSubdirectory("xt-kill-").FullName;
        string dicom = Path.Combine(folder, "dicom");
        Directory.CreateDirectory(dicom);
        IReadOnlyList<MadeStudy> studies = KillCohort.Write(dicom, count);
        await File.WriteAllLinesAsync(Path.Combine(folder, "studies.txt"), studies.Select(s => $"{s.StudyInstanceUid};{s.AccessionNumber};{s.PatientId}"));
        SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { DicomFolder = dicom, StateFolder = Path.Combine(folder, "state"), ClockFactor = Speed });
        return new KillSite(host, folder, studies);
    }

    /// <summary>Runs or resumes the campaign in a process that is killed at a step; the kind of step, or null when it came to its end.</summary>
    public async Task<string?> RunAsync(string step, Random random)
    {
        int most = step.StartsWith("receivers", StringComparison.Ordinal) ? 1 : step.StartsWith("ledger", StringComparison.Ordinal) ? 30 : step.StartsWith("queue count", StringComparison.Ordinal) ? 10 : 4;
        string occurrence = random.Next(1, most + 1).ToString(CultureInfo.InvariantCulture);
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in new[] { WorkerPath(), _host.Url.AbsoluteUri, Ledger, Path.Combine(_folder, "studies.txt"), Speed.ToString(CultureInfo.InvariantCulture), step, occurrence })
        {
            start.ArgumentList.Add(argument);
        }

        using Process worker = Process.Start(start)!;
        Task<string> errors = worker.StandardError.ReadToEndAsync();
        try
        {
            while (await worker.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(5)) is string line)
            {
                if (line.StartsWith("HALT ", StringComparison.Ordinal))
                {
                    // What is on its way at the server may get on a little further or not.
                    await Task.Delay(random.Next(0, 60));
                    worker.Kill();
                    await worker.WaitForExitAsync();
                    return line[5..];
                }
            }

            await worker.WaitForExitAsync();
            Assert.True(worker.ExitCode == 0, $"The process ended with {worker.ExitCode}: {await errors}");
            return null;
        }
        finally
        {
            if (!worker.HasExited)
            {
                worker.Kill();
            }
        }
    }

    /// <summary>Compares the ledger with what the sandbox really did.</summary>
    public async Task VerifyAsync()
    {
        using HttpClient http = new();
        JsonNode truth = JsonNode.Parse(await http.GetStringAsync(new Uri(_host.Url, "/sandbox/imports")))!;
        Dictionary<string, int> queued = truth["queued"]!.AsArray().GroupBy(q => (string)q!["studyInstanceUid"]!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        Assert.Equal(_studies.Count, queued.Count);
        Assert.All(queued, q => Assert.Equal(1, q.Value));
        Assert.Empty(truth["waiting"]!.AsArray());

        LedgerState state = LedgerReader.Load(Ledger, UserKeys.For(Ledger + ".key"));
        Assert.True(state.IsEnded);
        Assert.Equal(Enumerable.Range(2, _studies.Count), state.Lines.Select(l => l.Row).Order());
        Dictionary<string, JsonNode> sessions = truth["prearchive"]!.AsArray().ToDictionary(s => (string)s!["studyInstanceUid"]!, s => s!, StringComparer.Ordinal);
        Dictionary<string, LedgerStudy> studies = state.Studies.ToDictionary(s => CampaignItems.StudyOf(s, 1).StudyInstanceUid, StringComparer.Ordinal);
        foreach (MadeStudy study in _studies)
        {
            JsonNode session = sessions[study.StudyInstanceUid];
            LedgerStudy known = studies[study.StudyInstanceUid];
            Assert.Equal("E" + study.PatientId, (string?)session["session"]);
            Assert.Equal(study.InstanceCount, session["files"]!.AsObject().Sum(f => (int)f.Value!));
            Assert.Equal((ImportOutcome.InPrearchive, study.Series.Count, study.InstanceCount), (known.Outcome, known.SeriesFound, known.InstancesFound));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The program stands where its project was built, beside the tests' own folder.</summary>
    private static string WorkerPath() => Path.Combine(AppContext.BaseDirectory, "XnatTools.Import.Worker.dll");
}

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Dicom.Tests;

namespace XnatTools.Import.Tests.Direct;

/// <summary>What a peer does wrong; each for a while, or for ever.</summary>
[Flags]
internal enum Lie
{
    None = 0,
    DropsInstances = 1,
    DropsSeries = 2,
    AbortsMidStudy = 4,
    Stalls = 8,
    SendsTwice = 16,
    SendsStranger = 32,
    SendsNothing = 64,
    SendsHugeLength = 128,
    SendsPathAsUid = 256,
    SendsOtherUnderSameUid = 512,
    FailsSome = 1024,
    All = 2047,
}

/// <summary>A PACS of ours over made files, that answers honestly when asked and then does otherwise.</summary>
internal sealed class LyingPacs : DicomService, IAsyncDisposable
{
    private readonly List<Kept> _kept = [];
    private readonly List<string> _strangers = [];
    private readonly string _folder;
    private readonly Random _random;
    private readonly DicomServer _server;
    private int _moment;

    public LyingPacs(string folder, int seed, DicomServerOptions? options = null)
    {
        _folder = folder;
        _random = new Random(seed);
        Directory.CreateDirectory(folder);
        _server = DicomServer.Start(this, options ?? new DicomServerOptions { AETitle = "LYING" });
    }

    public Lie Lies { get; set; }

    /// <summary>Retrieve requests that are lied to; the later ones are served honestly.</summary>
    public int LiesLeft { get; set; } = int.MaxValue;

    public DicomNode Node => new("127.0.0.1", _server.Port, "LYING");

    public DicomNode? Destination { get; set; }

    /// <summary>Instances that are listed and never sent.</summary>
    public HashSet<string> Withheld { get; } = [];

    /// <summary>Instances that no C-MOVE brings, though C-GET does.</summary>
    public HashSet<string> WithheldFromMove { get; } = [];

    public bool OffersGet { get; set; } = true;

    public bool TellsCounts { get; set; } = true;

    public TimeSpan StallTime { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan Each { get; set; }

    /// <summary>Status that it refuses every retrieve with.</summary>
    public DicomStatus? RetrieveRefusal { get; set; }

    /// <summary>Status that it refuses every query with.</summary>
    public DicomStatus? FindRefusal { get; set; }

    /// <summary>Breaks off before the first object of every retrieve.</summary>
    public bool Dies { get; set; }

    /// <summary>Answers no query for so long.</summary>
    public TimeSpan FindDelay { get; set; }

    public Func<DicomAssociateDecision>? Decide { get; set; }

    /// <summary>Called once it has gathered what a retrieve will send.</summary>
    public Action? Gathered { get; set; }

    public ConcurrentQueue<string> Asked { get; } = new();

    public ConcurrentQueue<string> Sent { get; } = new();

    public int FindsAtOnce { get; private set; }

    private int _finds;

    /// <summary>Adds a study and returns what Find-PacsStudy would.</summary>
    public PacsStudy Add(string accession, int series, int instances, int size = 8, string first = "MR")
    {
        string study = "1.2.826.0.1.3680043.9.7777." + (_kept.Select(k => k.Study).Distinct().Count() + 1).ToString(CultureInfo.InvariantCulture);
        for (int s = 1; s <= series; s++)
        {
            string seriesUid = study + "." + s.ToString(CultureInfo.InvariantCulture);
            for (int i = 1; i <= instances; i++)
            {
                DicomDataset image = TestData.Image("PID" + accession, "Doe^Jane", accession, study, seriesUid, s == 1 ? first : "CT", i, "20240115", size: size);
                image.SetInt32(DicomTags.SeriesNumber, s);
                string path = Write(image);
                _kept.Add(new Kept(path, study, seriesUid, image.GetString(DicomTags.SopInstanceUid)!, image));
            }
        }

        return new PacsStudy { StudyInstanceUid = study, AccessionNumber = accession, PatientId = "PID" + accession };
    }

    /// <summary>Adds an instance to a study; its data set and file may be changed before and after it is written.</summary>
    public void Grow(PacsStudy study, string series, int number, Action<DicomDataset>? change = null, Action<string>? bend = null)
    {
        string uid = study.StudyInstanceUid + "." + series;
        DicomDataset image = TestData.Image(study.PatientId!, "Doe^Jane", study.AccessionNumber!, study.StudyInstanceUid, uid, "MR", number, "20240115", size: 8);
        change?.Invoke(image);
        string path = Write(image);
        bend?.Invoke(path);
        _kept.Add(new Kept(path, study.StudyInstanceUid, uid, image.GetString(DicomTags.SopInstanceUid)!, image));
    }

    public void AddStranger() => _strangers.Add(Write(TestData.Image("PIDX", "Strange^Person", "X", "1.2.3.4.5", "1.2.3.4.5.1", "MR", 1, "20240101", size: 8)));

    public IReadOnlyList<(string Path, string Series, string Instance)> FilesOf(string study) => [.. _kept.Where(k => k.Study == study).Select(k => (k.Path, k.Series, k.Instance))];

    public ConcurrentQueue<Exception> Errors { get; } = new();

    public override void Ended(DicomAssociationRequest association, Exception? error)
    {
        if (error is not null)
        {
            Errors.Enqueue(error);
        }
    }

    public override bool SupportsClass(string sopClassUid, DicomAssociationRequest request) =>
        OffersGet || (sopClassUid != DicomUids.StudyRootGet && sopClassUid != DicomUids.PatientRootGet);

    public override Task<DicomAssociateDecision> AssociateAsync(DicomAssociationRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Decide?.Invoke() ?? DicomAssociateDecision.Accept);

    public override async IAsyncEnumerable<DicomDataset> FindAsync(DicomFindRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FindsAtOnce = Math.Max(FindsAtOnce, Interlocked.Increment(ref _finds));
        await Task.Delay(FindDelay, cancellationToken);
        if (FindRefusal is { } refusal)
        {
            throw new DicomServiceException(refusal);
        }

        Func<Kept, string> key = request.Level switch { "STUDY" => k => k.Study, "SERIES" => k => k.Series, _ => k => k.Instance };
        foreach (IGrouping<string, Kept> group in Match(request.Keys).GroupBy(key))
        {
            DicomDataset from = group.First().Image;
            DicomDataset answer = new();
            foreach (DicomElement wanted in request.Keys)
            {
                if (from.TryGet(wanted.Tag, out DicomElement value))
                {
                    answer.Set(value);
                }
            }

            answer.SetString(DicomTags.QueryRetrieveLevel, request.Level);
            if (TellsCounts && request.Level == "STUDY")
            {
                answer.SetInt32(DicomTags.NumberOfStudyRelatedInstances, group.Count());
            }

            if (TellsCounts && request.Level == "SERIES")
            {
                answer.SetInt32(DicomTags.NumberOfSeriesRelatedInstances, group.Count());
            }

            yield return answer;
        }

        Interlocked.Decrement(ref _finds);
    }

    public override Task<DicomRetrievePlan> RetrieveAsync(DicomRetrieveRequest request, CancellationToken cancellationToken)
    {
        Asked.Enqueue(request.Level);
        if (RetrieveRefusal is { } refusal)
        {
            return Task.FromResult(DicomRetrievePlan.Refuse(refusal));
        }

        List<string> paths = [.. Match(request.Keys).Where(k => !Withheld.Contains(k.Instance) && (request.DestinationAETitle is null || !WithheldFromMove.Contains(k.Instance))).Select(k => k.Path)];
        Gathered?.Invoke();
        Lie lies = LiesLeft-- > 0 ? Lies : Lie.None;
        int abortAt = lies.HasFlag(Lie.AbortsMidStudy) ? _random.Next(paths.Count + 1) : -1;
        int stallAt = lies.HasFlag(Lie.Stalls) ? _random.Next(paths.Count + 1) : -1;
        int failAt = lies.HasFlag(Lie.FailsSome) ? _random.Next(paths.Count + 1) : -1;
        Bend(paths, lies, request.Keys);
        DicomRetrievePlan plan = request.DestinationAETitle is null ? DicomRetrievePlan.SendHere(paths)
            : Destination is null ? DicomRetrievePlan.Refuse(DicomStatus.MoveDestinationUnknown)
            : DicomRetrievePlan.SendTo(Destination, paths);
        return Task.FromResult(plan.WithBeforeEach(async (index, token) =>
        {
            Sent.Enqueue(paths[index]);
            Interlocked.Increment(ref _moment);
            if (Each > TimeSpan.Zero)
            {
                await Task.Delay(Each, token);
            }

            if (index == stallAt)
            {
                await Task.Delay(StallTime, token);
            }

            if (index == abortAt || Dies)
            {
                throw new InvalidOperationException("The peer dies.");
            }

            if (index == failAt)
            {
                throw new DicomServiceException(DicomStatus.ProcessingFailure);
            }
        }));
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private void Bend(List<string> paths, Lie lies, DicomDataset keys)
    {
        if (lies.HasFlag(Lie.DropsSeries) && paths.Count > 1)
        {
            string series = _kept.First(k => k.Path == paths[_random.Next(paths.Count)]).Series;
            paths.RemoveAll(path => _kept.First(k => k.Path == path).Series == series);
        }

        if (lies.HasFlag(Lie.DropsInstances))
        {
            paths.RemoveAll(_ => _random.Next(5) == 0);
        }

        if (lies.HasFlag(Lie.SendsNothing))
        {
            paths.Clear();
        }

        if (lies.HasFlag(Lie.SendsTwice) && paths.Count > 0)
        {
            paths.Insert(_random.Next(paths.Count), paths[_random.Next(paths.Count)]);
        }

        if (lies.HasFlag(Lie.SendsStranger) && _strangers.Count > 0)
        {
            paths.Insert(_random.Next(paths.Count + 1), _strangers[0]);
        }

        Kept? any = Match(keys).FirstOrDefault();
        if (any is null)
        {
            return;
        }

        if (lies.HasFlag(Lie.SendsPathAsUid))
        {
            paths.Insert(_random.Next(paths.Count + 1), Evil(any));
        }

        if (lies.HasFlag(Lie.SendsHugeLength))
        {
            paths.Insert(_random.Next(paths.Count + 1), Huge(any));
        }

        if (lies.HasFlag(Lie.SendsOtherUnderSameUid))
        {
            DicomDataset other = any.Image.Clone();
            other.SetString(DicomTags.StudyDescription, "ANOTHER ONE");
            paths.Add(any.Path);
            paths.Add(Write(other));
        }
    }

    /// <summary>A file whose instance UID is a path. No writer of ours lets that through, so the bytes are changed afterwards.</summary>
    private string Evil(Kept any)
    {
        DicomDataset image = any.Image.Clone();
        image.SetString(DicomTags.SopInstanceUid, "1.2.3.4.5.6.7.8.9.77");
        string path = Write(image);
        byte[] bytes = File.ReadAllBytes(path);
        int at;
        while ((at = bytes.AsSpan().IndexOf("1.2.3.4.5.6.7.8.9.77"u8)) >= 0)
        {
            "../../../../escaped\0"u8.CopyTo(bytes.AsSpan(at));
        }

        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>A file whose pixel data say that they are 4 GB long, under a UID of its own.</summary>
    private string Huge(Kept any)
    {
        DicomDataset image = any.Image.Clone();
        image.SetString(DicomTags.SopInstanceUid, any.Instance + ".99");
        string path = Write(image);
        byte[] bytes = File.ReadAllBytes(path);
        byte[] header = [0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'W', 0, 0];
        int at = bytes.AsSpan().IndexOf(header);
        bytes[at + 8] = 0xF0;
        bytes[at + 9] = 0xFF;
        bytes[at + 10] = 0xFF;
        bytes[at + 11] = 0xFF;
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string Write(DicomDataset image)
    {
        string path = Path.Combine(_folder, Guid.NewGuid().ToString("N") + ".dcm");
        using DicomFile file = new(image, DicomUids.ExplicitVRLittleEndian);
        file.Save(path);
        return path;
    }

    private IEnumerable<Kept> Match(DicomDataset keys)
    {
        string[] studies = keys.GetStrings(DicomTags.StudyInstanceUid);
        string[] series = keys.GetStrings(DicomTags.SeriesInstanceUid);
        string[] instances = keys.GetStrings(DicomTags.SopInstanceUid);
        string? accession = keys.GetString(DicomTags.AccessionNumber);
        return _kept.Where(k => Has(studies, k.Study) && Has(series, k.Series) && Has(instances, k.Instance)
            && (string.IsNullOrEmpty(accession) || k.Image.GetString(DicomTags.AccessionNumber) == accession));
    }

    private static bool Has(string[] wanted, string value) => wanted.Length == 0 || wanted.All(string.IsNullOrEmpty) || wanted.Contains(value);

    private sealed record Kept(string Path, string Study, string Series, string Instance, DicomDataset Image);
}

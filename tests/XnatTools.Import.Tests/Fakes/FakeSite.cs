using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Gateway;
using XnatTools.Import.Query;

namespace XnatTools.Import.Tests.Fakes;

/// <summary>A whole site at the level of the gateways, with seeded faults and its own truth to compare with.</summary>
internal sealed partial class FakeSite : IDqrGateway, ISiteGateway, IPrearchiveGateway
{
    private readonly Random _random;
    private readonly FakeFaults _faults;
    private readonly JumpingClock _clock;
    private DateTimeOffset _pacsBack = DateTimeOffset.MinValue;
    private long _nextId = 1;

    public FakeSite(JumpingClock clock, int seed = 1, FakeFaults? faults = null)
    {
        _clock = clock;
        _random = new Random(seed);
        _faults = faults ?? new FakeFaults();
    }

    public List<PacsStudy> Pacs { get; } = [];

    /// <summary>Every record ever queued; more than one for a study is a doubled import.</summary>
    public List<FakeRecord> Records { get; } = [];

    public List<IReadOnlyList<ImportRow>> Batches { get; } = [];

    public List<ImportPost> Posts { get; } = [];

    public List<PrearchiveSession> Waiting { get; } = [];

    public List<ImageSession> Archive { get; } = [];

    public List<XnatReceiver> Receivers { get; } = [new() { Id = 1, AETitle = "XNAT", Port = 8104, Enabled = true, CustomProcessing = true, Identifier = "dqrObjectIdentifier" }];

    public List<PacsWindow>? Windows { get; set; }

    public Func<IReadOnlyList<ImportRow>, Exception?>? OnBatch { get; set; }

    public Func<ImportPost, Exception?>? OnImport { get; set; }

    /// <summary>Thrown after the work was done.</summary>
    public Func<ImportPost, Exception?>? AfterImport { get; set; }

    public Func<PrearchiveSession, Exception?>? OnScans { get; set; }

    public Exception? PingFault { get; set; }

    public Func<PacsStudy, bool>? Drops { get; set; }

    public Func<ImportRow, bool>? DropsRow { get; set; }

    public bool PacsUp { get; set; } = true;

    public int Pings { get; private set; }

    public int ImportsAtOnce { get; private set; }

    public int MostImportsAtOnce { get; private set; }

    public bool DqrEnabled { get; set; } = true;

    public bool PacsIsQueryable { get; set; } = true;

    public string Site { get; } = "fake-" + Guid.NewGuid().ToString("N");

    public string? DqrVersion { get; set; } = "2.4.0";

    public DateTimeOffset? ServerTime
    {
        get
        {
            DateTimeOffset now = ServerNow;
            return new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, now.Second, TimeSpan.Zero);
        }
    }

    /// <summary>The server's clock runs apart from ours.</summary>
    private DateTimeOffset ServerNow => _clock.GetUtcNow() + TimeSpan.FromMinutes(-37);

    private bool IsPacsUp => PacsUp && _clock.GetUtcNow() >= _pacsBack;

    public static PacsStudy Study(string uid, string accession, string patient = "P1", string date = "20240307", params PacsSeries[] series) => new()
    {
        StudyInstanceUid = uid,
        AccessionNumber = accession,
        PatientId = patient,
        StudyDate = date,
        Modality = ["CT"],
        PatientName = "Sample, Alex",
        Series = series.Length > 0 ? series : [new PacsSeries { StudyInstanceUid = uid, SeriesInstanceUid = uid + ".1", SeriesNumber = 1, Modality = "CT", SeriesDescription = "AXIAL" }],
    };

    public static ImportRow Row(int line, string? accession, string? subject = null, string? session = null, string? patient = null, string? date = null) => new()
    {
        Row = line,
        SourceFile = "cohort.csv",
        AccessionNumber = accession,
        PatientId = patient,
        StudyDate = date,
        Labels = new RelabelMap().With(subject ?? "S" + line, session ?? "S" + line + "_1"),
    };

    public Task<IReadOnlyList<BatchAnswer>> QueryBatchAsync(long pacsId, IReadOnlyList<ImportRow> rows, CancellationToken cancellationToken)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(200 * rows.Count));
        Batches.Add([.. rows]);
        if (OnBatch?.Invoke(rows) is Exception planned)
        {
            throw planned;
        }

        if (Happens(_faults.FailBatch))
        {
            throw new XnatException(Happens(50) ? XnatErrorCode.ServerError : XnatErrorCode.Timeout, "The batch failed.") { Status = 500 };
        }

        List<BatchAnswer> answers = [];
        foreach (ImportRow row in rows)
        {
            if (Happens(_faults.PacsAway))
            {
                _pacsBack = _clock.GetUtcNow() + TimeSpan.FromSeconds(_random.Next(1, 120));
            }

            if (!IsPacsUp || DropsRow?.Invoke(row) == true || Happens(_faults.DropRow))
            {
                continue;
            }

            answers.Add(new BatchAnswer
            {
                AccessionNumber = row.AccessionNumber,
                StudyInstanceUid = row.StudyInstanceUid,
                PatientId = row.PatientId,
                Modality = row.Modality,
                PatientBirthDate = row.PatientBirthDate,
                PatientName = row.LastName is null ? null : row.LastName + "," + row.FirstName,
                Labels = row.Labels.ToEntries().ToDictionary(e => e.Key, e => e.Value),
                Studies = Answer(row),
            });
        }

        return Task.FromResult<IReadOnlyList<BatchAnswer>>(answers);
    }

    public Task<IReadOnlyList<PacsStudy>> QueryStudiesAsync(long pacsId, ImportRow criteria, CancellationToken cancellationToken) => IsPacsUp
        ? Task.FromResult<IReadOnlyList<PacsStudy>>(Answer(criteria))
        : throw new XnatException(XnatErrorCode.PacsQueryFailed, "The PACS did not answer.") { Status = 400 };

    public Task<IReadOnlyDictionary<string, PacsSeries[]>> QuerySeriesAsync(long pacsId, IReadOnlyList<string> studyInstanceUids, CancellationToken cancellationToken)
    {
        Dictionary<string, PacsSeries[]> series = [];
        foreach (string uid in studyInstanceUids)
        {
            PacsStudy? study = IsPacsUp ? Pacs.Find(s => s.StudyInstanceUid == uid) : null;
            series.Add(uid, study?.Series ?? throw new XnatException(XnatErrorCode.ServerError, "Could not find series.") { Status = 500 });
        }

        return Task.FromResult<IReadOnlyDictionary<string, PacsSeries[]>>(series);
    }

    public Task<bool> PingAsync(long pacsId, CancellationToken cancellationToken)
    {
        Pings++;
        return PingFault is null ? Task.FromResult(IsPacsUp) : throw PingFault;
    }

    public async Task<IReadOnlyList<ImportQueueItem>> ImportAsync(ImportPost post, CancellationToken cancellationToken)
    {
        Posts.Add(post);
        MostImportsAtOnce = Math.Max(MostImportsAtOnce, ++ImportsAtOnce);
        try
        {
            await Task.Yield();
            if (OnImport?.Invoke(post) is Exception planned)
            {
                throw planned;
            }

            if (post.Studies.Select(s => s.StudyInstanceUid).Distinct().Count() != post.Studies.Count)
            {
                throw new XnatException(XnatErrorCode.ServerError, "Duplicate key.") { Status = 500 };
            }

            if (Happens(_faults.FailBefore))
            {
                throw new XnatException(XnatErrorCode.ServerError, "It failed.") { Status = 500 };
            }

            bool failsAfter = Happens(_faults.FailAfter);
            bool slowly = failsAfter && Happens(50);
            List<ImportQueueItem> answer = [];
            DateTimeOffset visible = ServerNow;
            foreach (PacsStudy study in post.Studies)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(300));
                if (!Pacs.Exists(s => s.StudyInstanceUid == study.StudyInstanceUid) || Drops?.Invoke(study) == true || Happens(_faults.DropStudy))
                {
                    continue;
                }

                visible = slowly ? visible + TimeSpan.FromSeconds(_random.Next(0, 12)) : ServerNow;
                FakeRecord record = Enqueue(post, study, visible);
                if (!Happens(_faults.HideStudy))
                {
                    answer.Add(record.InQueue());
                }
            }

            if (failsAfter)
            {
                throw new XnatException(slowly ? XnatErrorCode.Timeout : XnatErrorCode.ConnectionFailed, "The answer was lost.");
            }

            return AfterImport?.Invoke(post) is Exception late ? throw late : answer;
        }
        finally
        {
            ImportsAtOnce--;
        }
    }

    private FakeRecord Enqueue(ImportPost post, PacsStudy study, DateTimeOffset visible)
    {
        PacsStudy source = Pacs.Find(s => s.StudyInstanceUid == study.StudyInstanceUid)!;
        string[] series = study.SeriesInstanceUid.Length > 0 ? study.SeriesInstanceUid : [.. source.Series!.Select(s => s.SeriesInstanceUid)];
        FakeRecord record = new(_nextId++, post, study, series, visible, _faults.NoRequestId ? null : post.RequestId)
        {
            Executed = visible + TimeSpan.FromSeconds(_random.Next(20, 200)),
            Fails = Happens(_faults.FailRetrieve),
            WillArrive = Math.Max(Happens(_faults.MissSeries) ? series.Length - 1 : series.Length, 0),
        };
        lock (Records)
        {
            Records.Add(record);
        }

        return record;
    }

    /// <summary>What there is now. Two runs may ask at the same time, as they may ask a server.</summary>
    private T Now<T>(Func<T> read)
    {
        lock (Records)
        {
            Tick();
            return read();
        }
    }

    /// <summary>Lets the queue do what its time has come for.</summary>
    private void Tick()
    {
        foreach (FakeRecord record in Records)
        {
            if (record.Left || record.Executed > ServerNow)
            {
                continue;
            }

            record.Left = true;
            if (!record.Fails && record.WillArrive > 0)
            {
                record.Arrived = record.WillArrive;
                Waiting.Add(Session(record.Post.Project, "20240307_200000" + record.Id.ToString("000", System.Globalization.CultureInfo.InvariantCulture), record.Study.Session ?? "x", record.Study.StudyInstanceUid, "READY"));
            }
        }
    }

    private void FailRead()
    {
        if (Happens(_faults.FailRead))
        {
            throw new XnatException(XnatErrorCode.ServerError, "It failed.") { Status = 500 };
        }
    }

    /// <summary>As the plugin answers: one day becomes two, and there is a cap.</summary>
    private List<PacsStudy> Answer(ImportRow row)
    {
        List<PacsStudy> found = [];
        foreach (PacsStudy study in Pacs)
        {
            bool match = (row.AccessionNumber is null || row.AccessionNumber == study.AccessionNumber)
                && (row.PatientId is null || Wildcard.IsMatch(study.PatientId!, row.PatientId))
                && (row.StudyInstanceUid is null || row.StudyInstanceUid == study.StudyInstanceUid)
                && (row.StudyDate is null || StudyFilter.InDates(row.StudyDate, study.StudyDate) || NextDay(row.StudyDate) == study.StudyDate);
            if (match && found.Count < 500)
            {
                found.Add(new PacsStudy
                {
                    StudyInstanceUid = study.StudyInstanceUid,
                    AccessionNumber = study.AccessionNumber,
                    PatientId = study.PatientId,
                    StudyDate = study.StudyDate,
                    Modality = study.Modality,
                    PatientName = study.PatientName,
                });
            }
        }

        return found;
    }

    private static string? NextDay(string date) => DateTime.TryParseExact(date, "yyyyMMdd", null, System.Globalization.DateTimeStyles.None, out DateTime day)
        ? day.AddDays(1).ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture)
        : null;

    private bool Happens(int percent) => percent > 0 && _random.Next(100) < percent;
}

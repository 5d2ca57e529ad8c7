using System;
using System.Collections.Generic;
using System.Text.Json;
using XnatTools.Import.Preflight;

namespace XnatTools.Import.Ledger;

/// <summary>What a ledger says: every study with its state, every line with its outcome, and what happened when.</summary>
public sealed class LedgerState
{
    private readonly List<LedgerStudy> _studies = [];
    private readonly Dictionary<string, LedgerStudy> _byKey = new(StringComparer.Ordinal);
    private readonly List<LedgerEvent> _timeline = [];
    private readonly LedgerLines _lines = new();

    /// <summary>What the campaign is.</summary>
    public LedgerHeader Header { get; private set; } = new();

    /// <summary>One for each study UID, in the order of the plan.</summary>
    public IReadOnlyList<LedgerStudy> Studies => _studies;

    /// <summary>What happened, in order.</summary>
    public IReadOnlyList<LedgerEvent> Timeline => _timeline;

    /// <summary>True when all lines and studies are written; false when it broke off while planning, so that nothing was sent.</summary>
    public bool IsPlanned { get; private set; }

    /// <summary>True when every line has its final outcome.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>True when it was stopped and not resumed since.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Numbers of records, and bytes of a last line that was not written to its end and does not count.</summary>
    public int Records { get; private set; }

    public long TornBytes { get; internal set; }

    /// <summary>Time of the last record.</summary>
    public DateTimeOffset LastTime { get; private set; }

    /// <summary>True when the identifiers can be read by this user.</summary>
    public bool HasIdentifiers { get; internal set; }

    /// <summary>How many requests were made; they number request ids.</summary>
    public int Requests { get; private set; }

    /// <summary>Policy under which the sample was signed off; null when it was not, or when the sign-off is void.</summary>
    public string? ApprovedPolicy { get; private set; }

    /// <summary>True while the sample waits for a person.</summary>
    public bool AwaitsApproval { get; private set; }

    /// <summary>Policy under which the sample arrived that waits for a person; null when none does, or when an older version wrote it.</summary>
    public string? SamplePolicy { get; private set; }

    /// <summary>When a change of policy voided what was seen and signed off; what was posted before says nothing about the policy in force.</summary>
    public DateTimeOffset? VoidedAt { get; private set; }

    /// <summary>The policy in force when it was seen last; null in a ledger of an older version.</summary>
    public PolicyMarks? Policy { get; private set; }

    /// <summary>Policy under which a canary arrived as it should; null when none did.</summary>
    public string? CanaryPolicy { get; private set; }

    /// <summary>What was learned of the load that the PACS bears; null when it never refused.</summary>
    public LedgerPace? Pace { get; private set; }

    /// <summary>True when posting paused after trouble and nothing was heard of the PACS since.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Every line with its one outcome, in the order of the file. Their number is <see cref="LedgerHeader.Lines"/> once planned.</summary>
    public IReadOnlyList<LedgerLine> Lines => _lines.Make(_byKey);

    /// <summary>Lines that ended without a study of their own, as they were written.</summary>
    internal IReadOnlyList<LedgerLine> Ended => _lines.Ended;

    /// <summary>The study of that name, or null.</summary>
    public LedgerStudy? Find(string key) => _byKey.TryGetValue(key, out LedgerStudy? study) ? study : null;

    /// <summary>Takes a record in. The vault is null when identifiers cannot be read.</summary>
    internal void Apply(JsonElement record, IdentifierVault? vault)
    {
        string kind = record.Optional("e") ?? throw new FormatException("no kind");
        DateTimeOffset time = record.OptionalTime("t") ?? throw new FormatException("no time");
        ImportState? state = null;
        IReadOnlyList<string> keys = record.Strings("keys");
        switch (kind)
        {
            case LedgerKind.Begin:
                Header = ReadHeader(record, time);
                break;
            case LedgerKind.Plan:
                LedgerStudy study = StudyReader.ReadPlan(record, time, vault);
                _byKey.Add(study.Key, study);
                _studies.Add(study);
                _lines.AddStudy(study, record);
                keys = [study.Key];
                state = ImportState.Planned;
                break;
            case LedgerKind.Line:
                _lines.AddLine(record, vault, _byKey);
                break;
            case LedgerKind.Planned:
                IsPlanned = true;
                break;
            case LedgerKind.State:
                LedgerStudy changed = Known(record.Optional("k"));
                StudyReader.ReadChange(changed, record, time, vault);
                keys = [changed.Key];
                state = changed.State;
                break;
            case LedgerKind.Post:
                Requests++;
                foreach (string key in keys)
                {
                    StudyReader.ReadPost(Known(key), record, time);
                }

                state = ImportState.Posting;
                break;
            case LedgerKind.Resume:
                IsEnded = false;
                IsStopped = false;
                break;
            case LedgerKind.Stop:
                IsStopped = true;
                break;
            case LedgerKind.End:
                IsEnded = true;
                break;
            case LedgerKind.Pace:
                Pace = record.OptionalNumber("bound") is long bound ? new LedgerPace((int)bound, (int)(record.OptionalNumber("needed") ?? 0), record.IsSet("raised")) : Pace;
                break;
            case LedgerKind.Lost:
                Requests = Math.Max(Requests, (int)(record.OptionalNumber("requests") ?? 0));
                break;
            case LedgerKind.Pause:
            case LedgerKind.Wake:
                IsPaused = kind == LedgerKind.Pause;
                break;
            case LedgerKind.Policy:
                Policy = new PolicyMarks(record.Optional("site") ?? PolicyMarks.Unseen, record.Optional("project") ?? PolicyMarks.Unseen, record.Optional("receiver") ?? PolicyMarks.Gone);
                break;
            case LedgerKind.Canary:
                CanaryPolicy = record.Optional("code") is null ? record.Optional("policy") : null;
                break;
            case LedgerKind.Sample:
                AwaitsApproval = true;
                ApprovedPolicy = null;
                SamplePolicy = record.Optional("policy") ?? CanaryPolicy;
                break;
            case LedgerKind.Approve:
                AwaitsApproval = false;
                ApprovedPolicy = record.Optional("policy");
                break;
            case LedgerKind.Void:
                AwaitsApproval = false;
                ApprovedPolicy = null;
                CanaryPolicy = null;
                SamplePolicy = null;
                VoidedAt = time;
                break;
            default:
                // A newer version may write what this one does not know; it is kept in the timeline.
                break;
        }

        Records++;
        LastTime = time;
        _timeline.Add(new LedgerEvent { Time = time, Kind = kind, Keys = keys, State = state, Code = record.Optional("code"), Text = record.Optional("text") });
    }

    private LedgerStudy Known(string? key) => key is not null && _byKey.TryGetValue(key, out LedgerStudy? study) ? study : throw new FormatException("unknown study");

    private static LedgerHeader ReadHeader(JsonElement record, DateTimeOffset time) => new()
    {
        Settings = record.TryGetProperty("settings", out JsonElement settings) ? Texts(settings) : new Dictionary<string, string>(),
        Version = (int)(record.OptionalNumber("v") ?? 0),
        JobId = record.Optional("job") ?? "",
        Site = record.Optional("site") ?? "",
        PacsId = record.OptionalNumber("pacs") ?? 0,
        Project = record.Optional("project") ?? "",
        Receiver = record.Optional("receiver") ?? "",
        CsvHash = record.Optional("csv"),
        Lines = (int)(record.OptionalNumber("lines") ?? 0),
        Module = record.Optional("module"),
        Force = record.IsSet("force"),
        Protection = record.Optional("protection") ?? "",
        WrappedKey = record.Optional("key") ?? "",
        Started = time,
    };

    private static Dictionary<string, string> Texts(JsonElement settings)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (JsonProperty setting in settings.EnumerateObject())
        {
            texts[setting.Name] = setting.Value.GetString() ?? "";
        }

        return texts;
    }
}

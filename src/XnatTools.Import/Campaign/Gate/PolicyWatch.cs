using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Ledger;
using XnatTools.Import.Preflight;
using XnatTools.Import.Query;

namespace XnatTools.Import.Campaign;

/// <summary>
/// Looks again and again whether the policy is still the one under which the campaign was begun: before the first request, after each
/// pause and shut window, and while requests go out. A change ends posting. That the server does not tell is no change, but nothing is
/// posted on it either.
/// </summary>
internal sealed class PolicyWatch
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(15);

    /// <summary>A server that is starting answers 404 for what it does not have yet; a right that was taken away stays away.</summary>
    private const int BlindLooks = 3;

    private readonly IPolicySource? _source;
    private readonly CampaignOptions _options;
    private readonly LedgerFile _ledger;
    private PolicyMarks? _marks;
    private DateTimeOffset _seen;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private DateTimeOffset? _silentSince;
    private bool _rested;
    private int _blind;

    public PolicyWatch(IPolicySource? source, CampaignOptions options, LedgerFile ledger)
    {
        _source = source;
        _options = options;
        _ledger = ledger;
        InForce = options.Policy;
    }

    /// <summary>Fingerprint of the policy of this run; empty while nobody knows it.</summary>
    public string InForce { get; private set; }

    /// <summary>What has changed since the ledger was run last; null when nothing has, or nobody knows what.</summary>
    public string? Since { get; private set; }

    /// <summary>What has changed while the run went on; null while nothing has.</summary>
    public string? What { get; private set; }

    /// <summary>The change that ends the run; null while there is none.</summary>
    public XnatException? Change { get; private set; }

    private DateTimeOffset Now => _options.Time.GetUtcNow();

    /// <summary>Before the first step: sees the policy, and writes it down. Throws when the server does not tell.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_source is null)
        {
            return;
        }

        PolicyMarks marks = await _source.ReadAsync(cancellationToken).ConfigureAwait(false);
        PolicyMarks? earlier = _ledger.State.Policy;
        if (earlier is not null && marks.IsBlindTo(earlier) && _blind++ < BlindLooks)
        {
            throw Blind();
        }

        Since = earlier is not null && earlier.Fingerprint != marks.Fingerprint ? marks.ChangeSince(earlier) : null;
        InForce = marks.Fingerprint;
        _marks = marks;
        _seen = Now;
        if (earlier is null || Since is not null)
        {
            _ledger.Append(LedgerEntries.Policy(marks, Since is null ? marks.ToString() : $"The policy has changed since the last run: {Since}."));
        }
    }

    /// <summary>Posting pauses: the policy has to be seen again before it goes on.</summary>
    public void Rest() => _rested = true;

    /// <summary>
    /// Whether the policy is seen to hold, looked at again where the last look is too old. What the server does not tell counts as trouble where
    /// something is to be posted.
    /// </summary>
    /// <param name="wants">Something is to be posted.</param>
    /// <param name="follows">Something is under way.</param>
    /// <param name="brake">Told of trouble.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<bool> HoldsAsync(bool wants, bool follows, PostingBrake brake, CancellationToken cancellationToken)
    {
        bool fresh = !(wants && _rested) && Now - _seen < _options.PolicyInterval;
        if (_source is null || (Change is null && (fresh || !(wants || follows))))
        {
            return true;
        }

        if (Change is not null || Now < _notBefore)
        {
            return false;
        }

        try
        {
            await LookAsync(_source, cancellationToken).ConfigureAwait(false);
            return Change is null;
        }
        catch (XnatException fault) when (!Faults.IsFatal(fault))
        {
            Silent(fault);
            if (wants)
            {
                await brake.CallFailedAsync().ConfigureAwait(false);
            }

            return false;
        }
    }

    private async Task LookAsync(IPolicySource source, CancellationToken cancellationToken)
    {
        PolicyMarks marks = await source.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (marks.Fingerprint != InForce)
        {
            if (marks.IsBlindTo(_marks!))
            {
                throw Blind();
            }

            Void(marks);
            return;
        }

        _seen = Now;
        _silentSince = null;
        _rested = false;
    }

    private void Void(PolicyMarks marks)
    {
        string what = marks.ChangeSince(_marks!);
        string when = $"between {Time(_seen)}, when it was seen as before, and {Time(Now)}";
        string arrived = Arrived() is int count and > 0
            ? $" {count} {(count == 1 ? "study" : "studies")} arrived or ran since: look at the headers before they are used."
            : "";
        _ledger.Append(
        [
            LedgerEntries.Note(LedgerKind.Void, $"The policy changed while the import ran, {when}: {what}. Nothing more is posted; what was seen and signed off no longer counts.{arrived}", XnatErrorCode.PolicyChanged.Id),
            LedgerEntries.Policy(marks, marks.ToString()),
        ]);
        What = what;
        Change = new XnatException(XnatErrorCode.PolicyChanged, $"The policy changed while the import ran, {when}: {what}. Nothing was posted after that was seen.{arrived}");
    }

    /// <summary>Studies that may have come under the new policy without anybody having seen it: under way now, or at their end since the policy was seen last.</summary>
    private int Arrived()
    {
        int count = 0;
        foreach (LedgerStudy study in _ledger.State.Studies)
        {
            bool under = !study.IsFinal && study.State is ImportState.Retrieving or ImportState.Arriving;
            count += under || (study is { IsFinal: true, Attempts: > 0 } && study.Finished >= _seen) ? 1 : 0;
        }

        return count;
    }

    private void Silent(XnatException fault)
    {
        DateTimeOffset now = Now;
        _silentSince ??= now;
        _notBefore = now + s_again;
        if (now - _silentSince >= _options.Patience)
        {
            throw new XnatException(XnatErrorCode.ServerAway, "The anonymisation scripts and the receiver could not be read for too long: nothing is posted without knowing them.", fault);
        }
    }

    private static XnatException Blind() => new(XnatErrorCode.UnexpectedResponse, "A script or the receiver that was seen before cannot be seen now: whether the policy is the same cannot be told.");

    private string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _options.Time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

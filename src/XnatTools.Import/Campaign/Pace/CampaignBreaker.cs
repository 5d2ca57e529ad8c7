using System;
using System.Threading.Tasks;
using Polly;
using Polly.CircuitBreaker;

namespace XnatTools.Import.Campaign;

/// <summary>
/// Stops posting for the whole campaign after some troubles in a row, for a pause that doubles as long as the PACS does not answer
/// or trouble comes back at once. Polly's breaker counts; it is made anew at each success, so that it counts troubles in a row.
/// </summary>
internal sealed class CampaignBreaker
{
    private readonly CampaignOptions _options;
    private ResiliencePipeline _pipeline;
    private CircuitBreakerStateProvider _state = new();
    private TimeSpan _pause;
    private int _opened;
    private int _calmSince;
    private bool _studies;

    public CampaignBreaker(CampaignOptions options)
    {
        _options = options;
        _pipeline = Make();
    }

    /// <summary>Until when nothing is posted; null while posting is allowed.</summary>
    public DateTimeOffset? ClosedUntil { get; private set; }

    /// <summary>True when the pause is over and an echo has to decide.</summary>
    public bool WantsEcho => ClosedUntil is DateTimeOffset until && _options.Time.GetUtcNow() >= until;

    /// <summary>An earlier process left off while it paused: an echo has to decide first.</summary>
    public void Begin()
    {
        _opened = 1;
        ClosedUntil = _options.Time.GetUtcNow();
    }

    /// <summary>A study went well.</summary>
    public void Success()
    {
        if (ClosedUntil is not null)
        {
            return;
        }

        Reset();

        // The memory of earlier pauses fades with success, not with the first one.
        if (++_calmSince >= 10)
        {
            _opened = 0;
        }
    }

    /// <summary>A call went well. That ends a row of calls that did not, but says nothing about retrieves that fail.</summary>
    public void Called()
    {
        if (ClosedUntil is null && !_studies)
        {
            Reset();
        }
    }

    /// <summary>Something failed that is not the study's own fault. True when that opened the breaker.</summary>
    /// <param name="study">A retrieve, not a call.</param>
    public async Task<bool> TroubleAsync(bool study)
    {
        _calmSince = 0;
        _studies |= study;
        if (ClosedUntil is not null)
        {
            return false;
        }

        Outcome<bool> outcome = await _pipeline.ExecuteOutcomeAsync<bool, object?>((_, _) => new ValueTask<Outcome<bool>>(Outcome.FromException<bool>(new TroubleException())), ResilienceContextPool.Shared.Get(), null).ConfigureAwait(false);
        _ = outcome;
        if (_state.CircuitState != CircuitState.Open)
        {
            return false;
        }

        Open();
        return true;
    }

    /// <summary>The answer to the echo: posting goes on, or another, longer pause begins.</summary>
    public void Echo(bool answers)
    {
        if (answers)
        {
            ClosedUntil = null;
            Reset();
        }
        else
        {
            Open();
        }
    }

    private void Reset()
    {
        _pipeline = Make();
        _studies = false;
    }

    private void Open()
    {
        _pause = TimeSpan.FromTicks(Math.Min(_options.LongestPause.Ticks, _options.FirstPause.Ticks << Math.Min(_opened, 10)));
        _opened++;
        ClosedUntil = _options.Time.GetUtcNow() + _pause + TimeSpan.FromTicks((long)(_pause.Ticks * 0.2 * _options.Jitter()));
    }

    private ResiliencePipeline Make()
    {
        _state = new CircuitBreakerStateProvider();
        return new ResiliencePipelineBuilder { TimeProvider = _options.Time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 1,
                MinimumThroughput = Math.Max(2, _options.BreakerThreshold),
                SamplingDuration = TimeSpan.FromDays(1),
                BreakDuration = TimeSpan.FromMinutes(1),
                ShouldHandle = static args => new ValueTask<bool>(args.Outcome.Exception is TroubleException),
                StateProvider = _state,
            })
            .Build();
    }

    private sealed class TroubleException : Exception
    {
    }
}

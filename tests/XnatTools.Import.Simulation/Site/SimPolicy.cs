using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Preflight;
using XnatTools.Import.Simulation.Clock;

namespace XnatTools.Import.Simulation.Site;

/// <summary>The scripts and the receiver of a simulated site: they change when they are told to, and who asks may get no answer.</summary>
public sealed class SimPolicy(DrivenClock clock) : IPolicySource
{
    private readonly List<(DateTimeOffset From, PolicyMarks Marks)> _marks = [(DateTimeOffset.MinValue, Usual)];
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _silences = [];

    /// <summary>A script of the site and one of the project, and a receiver that relabels.</summary>
    public static PolicyMarks Usual { get; } = new(new string('a', 64), new string('b', 64), "XNAT:8104,True,True,False");

    /// <summary>Each look that was answered: when, and what it showed.</summary>
    public List<(DateTimeOffset At, PolicyMarks Marks)> Looks { get; } = [];

    /// <summary>Looks that were not answered.</summary>
    public int Unanswered { get; private set; }

    /// <summary>From a moment on it is another one.</summary>
    public void Change(DateTimeOffset from, PolicyMarks marks) => _marks.Add((from, marks));

    /// <summary>Nobody gets an answer for some time.</summary>
    public void Silence(DateTimeOffset from, DateTimeOffset to) => _silences.Add((from, to));

    /// <summary>The policy at a moment.</summary>
    public PolicyMarks At(DateTimeOffset at) => _marks.Last(m => m.From <= at).Marks;

    /// <inheritdoc/>
    public async Task<PolicyMarks> ReadAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(300), clock, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = clock.GetUtcNow();
        if (_silences.Exists(s => s.From <= now && now < s.To))
        {
            Unanswered++;
            throw new XnatException(XnatErrorCode.ServerError, "Internal error.") { Status = 500 };
        }

        Looks.Add((now, At(now)));
        return At(now);
    }
}

using System;
using System.Globalization;

namespace XnatTools;

/// <summary>When an import will have ended, as far as that can be told.</summary>
public sealed class ImportForecast
{
    /// <summary>When the forecast was made.</summary>
    public DateTimeOffset Made { get; internal init; }

    /// <summary>Studies still to come.</summary>
    public int Remaining { get; internal init; }

    /// <summary>Measured (from studies of this import), Profile (from the PACS profile), or Default (a guess).</summary>
    public string Basis { get; internal init; } = "Default";

    /// <summary>Studies an hour while it may run; null when that is not known.</summary>
    public double? StudiesPerHour { get; internal init; }

    /// <summary>Hours in which the schedule must be open.</summary>
    public double? OpenHours { get; internal init; }

    /// <summary>
    /// When it ends most likely; null when the schedule never opens long enough. Where the schedule shuts between <see cref="Earliest"/> and
    /// <see cref="Latest"/>, a moment that is not far off either way, when there is one.
    /// </summary>
    public DateTimeOffset? End { get; internal init; }

    /// <summary>Not before.</summary>
    public DateTimeOffset? Earliest { get; internal init; }

    /// <summary>Hardly later; null when even that cannot be told.</summary>
    public DateTimeOffset? Latest { get; internal init; }

    /// <summary>When it ends if it is done before the schedule shuts; null unless the schedule shuts between <see cref="Earliest"/> and <see cref="Latest"/>.</summary>
    public DateTimeOffset? EndIfFaster { get; internal init; }

    /// <summary>When it ends if it is not, and has to wait for the next opening; null like <see cref="EndIfFaster"/>.</summary>
    public DateTimeOffset? EndIfSlower { get; internal init; }

    /// <summary>How many times the schedule opens for it, the present time included: nights, where the windows are nights.</summary>
    public int Nights { get; internal init; }

    /// <summary>The same for <see cref="Latest"/>: more than <see cref="Nights"/> when the last studies may not be done before the schedule shuts. Null when that cannot be told.</summary>
    public int? MostNights { get; internal init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Remaining == 0)
        {
            return "nothing left to do";
        }

        return End is null ? $"{Remaining} studies; the schedule does not open"
            : EndIfSlower is null ? $"{Remaining} studies until about {Local(End)}, between {Local(Earliest)} and {Local(Latest)}"
            : $"{Remaining} studies until about {Local(EndIfFaster)} or, if they are not done before the schedule shuts, {Local(EndIfSlower)}; between {Local(Earliest)} and {Local(Latest)}";
    }

    private static string Local(DateTimeOffset? time) => time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "nobody knows when";
}

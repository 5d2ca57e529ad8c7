using System;
using System.Globalization;

namespace XnatTools.Sandbox.Queue;

/// <summary>Writes the interval texts of the settings, such as <c>1 minute</c> or <c>30 minutes</c>.</summary>
internal static class IntervalText
{
    public static string Format(TimeSpan value)
    {
        if (value.TotalMilliseconds % 1000 != 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds} seconds");
        }

        long seconds = (long)value.TotalSeconds;
        return (seconds % 60) switch
        {
            0 when seconds == 60 => "1 minute",
            0 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60} minutes"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seconds} second{(seconds == 1 ? string.Empty : "s")}"),
        };
    }
}

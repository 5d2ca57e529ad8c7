using System;
using System.Globalization;

namespace XnatTools.Sandbox.Queue;

/// <summary>The interval texts of the settings, such as <c>1 minute</c>, <c>30 minutes</c> or <c>1 hour 30 minutes</c>.</summary>
internal static class IntervalText
{
    public static TimeSpan? Parse(string? text)
    {
        string[] words = (text ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words.Length % 2 != 0)
        {
            return null;
        }

        TimeSpan total = TimeSpan.Zero;
        for (int i = 0; i < words.Length; i += 2)
        {
            if (!double.TryParse(words[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count))
            {
                return null;
            }

            switch (words[i + 1].TrimEnd('s'))
            {
                case "millisecond": total += TimeSpan.FromMilliseconds(count); break;
                case "second": total += TimeSpan.FromSeconds(count); break;
                case "minute": total += TimeSpan.FromMinutes(count); break;
                case "hour": total += TimeSpan.FromHours(count); break;
                case "day": total += TimeSpan.FromDays(count); break;
                default: return null;
            }
        }

        return total > TimeSpan.Zero ? total : null;
    }

    public static string Format(TimeSpan value)
    {
        if (value.TotalMilliseconds % 1000 != 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{(long)value.TotalMilliseconds} milliseconds");
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

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Report;

/// <summary>The timeline as inline SVG: how many studies were posted, left the queue, were complete and failed, over time.</summary>
internal static class ReportChart
{
    private const int Width = 900;
    private const int Height = 300;
    private const int Left = 50;
    private const int Bottom = 40;
    private const int MostPoints = 400;

    public static string Make(LedgerState state)
    {
        List<DateTimeOffset> posted = [];
        List<DateTimeOffset> left = [];
        List<DateTimeOffset> complete = [];
        List<DateTimeOffset> failed = [];
        foreach (LedgerStudy study in state.Studies)
        {
            Add(posted, study.Posted);
            Add(left, study.LeftQueue);
            if (study.IsFinal)
            {
                Add(OutcomeGroups.Of(study.Outcome) == OutcomeGroup.Ok ? complete : failed, study.Finished);
            }
        }

        if (posted.Count == 0)
        {
            return "<p>Nothing was posted.</p>\n";
        }

        posted.Sort();
        DateTimeOffset from = posted[0];
        DateTimeOffset to = state.LastTime > from.AddMinutes(1) ? state.LastTime : from.AddMinutes(1);
        StringBuilder svg = new();
        svg.Append(FormattableString.Invariant($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Studies over time\">\n"));
        Bands(svg, state, from, to);
        Axes(svg, state.Studies.Count, from, to);
        Line(svg, "posted", posted, state.Studies.Count, from, to);
        Line(svg, "left", left, state.Studies.Count, from, to);
        Line(svg, "complete", complete, state.Studies.Count, from, to);
        Line(svg, "failed", failed, state.Studies.Count, from, to);
        svg.Append("</svg>\n<p class=\"key\"><span class=\"posted\">posted</span> <span class=\"left\">left the queue</span> <span class=\"complete\">complete</span> <span class=\"failed\">without success</span> <span class=\"band\">paused or outside the window</span></p>\n");
        return svg.ToString();
    }

    private static void Add(List<DateTimeOffset> list, DateTimeOffset? time)
    {
        if (time is DateTimeOffset known)
        {
            list.Add(known);
        }
    }

    private static void Axes(StringBuilder svg, int most, DateTimeOffset from, DateTimeOffset to)
    {
        svg.Append(FormattableString.Invariant($"<path class=\"axis\" d=\"M{Left} 10V{Height - Bottom}H{Width - 10}\"/>\n"));
        for (int i = 0; i <= 4; i++)
        {
            int count = most * i / 4;
            svg.Append(FormattableString.Invariant($"<text x=\"{Left - 6}\" y=\"{Y(count, most) + 4:0}\" text-anchor=\"end\">{count}</text>\n"));
            DateTimeOffset time = from + TimeSpan.FromTicks((to - from).Ticks * i / 4);
            string label = time.ToLocalTime().ToString((to - from).TotalHours > 20 ? "MM-dd HH:mm" : "HH:mm", CultureInfo.InvariantCulture);
            svg.Append(FormattableString.Invariant($"<text x=\"{X(time, from, to):0}\" y=\"{Height - Bottom + 20}\" text-anchor=\"{(i == 4 ? "end" : "middle")}\">{label}</text>\n"));
        }
    }

    private static void Line(StringBuilder svg, string name, List<DateTimeOffset> times, int most, DateTimeOffset from, DateTimeOffset to)
    {
        if (times.Count == 0)
        {
            return;
        }

        times.Sort();
        svg.Append("<polyline class=\"").Append(name).Append("\" points=\"");
        svg.Append(FormattableString.Invariant($"{X(times[0], from, to):0.0},{Y(0, most):0.0}"));
        int step = Math.Max(1, times.Count / MostPoints);
        for (int i = 0; i < times.Count; i++)
        {
            if (i % step == 0 || i == times.Count - 1)
            {
                svg.Append(FormattableString.Invariant($" {X(times[i], from, to):0.0},{Y(i + 1, most):0.0}"));
            }
        }

        svg.Append(FormattableString.Invariant($" {X(to, from, to):0.0},{Y(times.Count, most):0.0}\"/>\n"));
    }

    private static void Bands(StringBuilder svg, LedgerState state, DateTimeOffset from, DateTimeOffset to)
    {
        DateTimeOffset? paused = null;
        DateTimeOffset? shut = null;
        foreach (LedgerEvent entry in state.Timeline)
        {
            switch (entry.Kind)
            {
                case LedgerKind.Pause:
                    paused ??= entry.Time;
                    break;
                case LedgerKind.Wake:
                    Band(svg, paused, entry.Time, from, to);
                    paused = null;
                    break;
                case LedgerKind.Window when entry.Code == "WindowShut":
                    shut ??= entry.Time;
                    break;
                case LedgerKind.Window:
                    Band(svg, shut, entry.Time, from, to);
                    shut = null;
                    break;
            }
        }

        Band(svg, paused, to, from, to);
        Band(svg, shut, to, from, to);
    }

    private static void Band(StringBuilder svg, DateTimeOffset? start, DateTimeOffset end, DateTimeOffset from, DateTimeOffset to)
    {
        if (start is DateTimeOffset begin && end > from)
        {
            double x = X(begin < from ? from : begin, from, to);
            svg.Append(FormattableString.Invariant($"<rect class=\"band\" x=\"{x:0.0}\" y=\"10\" width=\"{Math.Max(1, X(end, from, to) - x):0.0}\" height=\"{Height - Bottom - 10}\"/>\n"));
        }
    }

    private static double X(DateTimeOffset time, DateTimeOffset from, DateTimeOffset to) =>
        Left + ((Width - 10 - Left) * Math.Min(1, Math.Max(0, (time - from).TotalSeconds / (to - from).TotalSeconds)));

    private static double Y(int count, int most) => Height - Bottom - ((Height - Bottom - 10) * (double)count / Math.Max(1, most));
}

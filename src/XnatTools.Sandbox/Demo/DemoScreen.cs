using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace XnatTools.Sandbox.Demo;

/// <summary>What the demo shows: numbered steps in words, a bar where there is a terminal, and a table.</summary>
internal sealed class DemoScreen(TextWriter output, bool isTerminal)
{
    private const int BarWidth = 30;
    private readonly object _lock = new();
    private int _step;
    private int _barLength;

    /// <summary>Begins a step.</summary>
    public void Step(string title)
    {
        lock (_lock)
        {
            ClearBar();
            output.WriteLine();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{++_step}. {title}"));
        }
    }

    /// <summary>Says something about the step.</summary>
    public void Say(string text)
    {
        lock (_lock)
        {
            ClearBar();
            output.WriteLine("   " + text);
        }
    }

    /// <summary>Draws the bar anew; nothing where there is no terminal.</summary>
    public void Bar(int done, int total, string activity)
    {
        if (!isTerminal || total <= 0)
        {
            return;
        }

        lock (_lock)
        {
            int filled = Math.Clamp(done * BarWidth / total, 0, BarWidth);
            string bar = string.Create(CultureInfo.InvariantCulture, $"   [{new string('#', filled)}{new string('-', BarWidth - filled)}] {done}/{total} {activity}");
            bar = bar.Length > 100 ? bar[..100] : bar;
            output.Write("\r" + bar.PadRight(_barLength));
            _barLength = bar.Length;
        }
    }

    /// <summary>Writes a table; the first row is the heading.</summary>
    public void Table(IReadOnlyList<string[]> rows)
    {
        lock (_lock)
        {
            ClearBar();
            int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length))];
            for (int i = 0; i < rows.Count; i++)
            {
                output.WriteLine("   " + string.Join("  ", rows[i].Select((cell, c) => cell.PadRight(widths[c]))).TrimEnd());
                if (i == 0)
                {
                    output.WriteLine("   " + string.Join("  ", widths.Select(w => new string('-', w))));
                }
            }
        }
    }

    private void ClearBar()
    {
        if (_barLength > 0)
        {
            output.Write("\r" + new string(' ', _barLength) + "\r");
            _barLength = 0;
        }
    }
}

using System;

namespace XnatTools.Sandbox;

/// <summary>A line of a prearchive session's log.</summary>
public sealed class PrearchiveLogLine
{
    public DateTimeOffset Time { get; set; }

    public string Text { get; set; } = "";
}

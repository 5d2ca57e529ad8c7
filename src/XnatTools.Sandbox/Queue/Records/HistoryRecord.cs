using System;

namespace XnatTools.Sandbox.Queue;

/// <summary>One try to retrieve a study. Neither patient id nor script is copied to it.</summary>
internal sealed class HistoryRecord : ImportRecord
{
    public DateTimeOffset ExecutedTime { get; set; }
}

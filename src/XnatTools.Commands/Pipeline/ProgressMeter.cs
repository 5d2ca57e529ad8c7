using System;
using System.Diagnostics;
using System.Management.Automation;

namespace XnatTools.Commands;

/// <summary>
/// One progress activity of a cmdlet: counts and fixed words only, at most five updates a second. Use on the pipeline thread.
/// </summary>
internal sealed class ProgressMeter
{
    private const int ActivityId = 0;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly XnatCmdlet _cmdlet;
    private readonly string _activity;
    private readonly Stopwatch _since = new();
    private bool _shown;

    internal ProgressMeter(XnatCmdlet cmdlet, string activity)
    {
        _cmdlet = cmdlet;
        _activity = activity;
    }

    internal void Show(string status, int done, int total)
    {
        if (_since.IsRunning && _since.Elapsed < s_pause)
        {
            return;
        }

        _since.Restart();
        _shown = true;
        _cmdlet.WriteProgress(new ProgressRecord(ActivityId, _activity, status)
        {
            PercentComplete = total > 0 ? Math.Min(100, (int)(100L * done / total)) : -1,
        });
    }

    /// <summary>Takes it away, if it was shown.</summary>
    internal void Complete()
    {
        if (_shown)
        {
            _shown = false;
            _cmdlet.WriteProgress(new ProgressRecord(ActivityId, _activity, "done") { RecordType = ProgressRecordType.Completed });
        }
    }
}

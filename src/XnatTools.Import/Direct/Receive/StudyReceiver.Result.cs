using System;
using System.Collections.Generic;

namespace XnatTools.Import.Direct.Receive;

/// <content>The outcome.</content>
internal sealed partial class StudyReceiver
{
    /// <summary>What became of it.</summary>
    public ReceivedStudy ToResult(TimeSpan duration)
    {
        List<SeriesState> open = Open();
        (ReceiveOutcome outcome, XnatErrorCode? code, string? reason) = Judge(open);
        List<ReceivedSeries> series = new(_series.Count);
        int? expected = 0;
        int received = 0;
        foreach (SeriesState state in _series)
        {
            ReceivedSeries one = state.ToResult(_fetch.Staged);
            series.Add(one);
            expected += one.Expected;
            received += one.Received;
        }

        return new ReceivedStudy
        {
            Row = _fetch.Study.Row,
            SourceFile = _fetch.Study.SourceFile,
            Outcome = outcome,
            Code = code?.Id,
            Reason = reason,
            Study = _fetch.Study,
            Series = [.. series],
            Expected = expected,
            Received = received,
            New = _fetch.Fresh,
            Length = _fetch.Staged.Length,
            Method = _method,
            Requests = _requests,
            Faults = Faults.ToArray(),
            Path = _fetch.Staged.Path,
            Duration = duration,
        };
    }

    private (ReceiveOutcome Outcome, XnatErrorCode? Code, string? Reason) Judge(List<SeriesState> open)
    {
        if (_fetch.HasConflict)
        {
            return (ReceiveOutcome.Conflict, XnatErrorCode.ReceiveConflict, "Different objects came under one UID; the first of each was kept.");
        }

        if (open.Count == 0)
        {
            return (ReceiveOutcome.Complete, null, null);
        }

        if (_run.Disk.IsLow || Faults.Count(ReceiveFaultKind.DiskFull) > 0)
        {
            return (ReceiveOutcome.Incomplete, XnatErrorCode.ReceiveDiskFull, "The staging disk has less free than must stay free, or is full: nothing more was asked for.");
        }

        int missing = 0;
        bool known = true;
        foreach (SeriesState state in open)
        {
            known &= state.Expected is not null;
            missing += Math.Max(0, (state.Expected ?? 0) - _fetch.Staged.CountOf(state.Uid));
        }

        string what = known
            ? $"{missing} of the instances that the PACS counts are missing, in {open.Count} of {_series.Count} series."
            : $"The PACS tells neither counts nor instances of {open.Count} of {_series.Count} series, and what it said it sent did not come.";
        if (_fetch.Staged.Count == 0 && _last is not null)
        {
            return (ReceiveOutcome.Failed, _last.Code, _last.Message);
        }

        return (ReceiveOutcome.Incomplete, XnatErrorCode.ReceiveIncomplete, _last is null ? what : what + " " + _last.Message);
    }
}

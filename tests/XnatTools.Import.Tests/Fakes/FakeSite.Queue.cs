using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Tests.Fakes;

/// <summary>What the queue and its history show.</summary>
internal sealed partial class FakeSite
{
    public XnatException? CountFault { get; set; }

    public Task<int> QueueCountAsync(CancellationToken cancellationToken)
    {
        if (CountFault is not null)
        {
            throw CountFault;
        }

        return Task.FromResult(Now(() => Records.Count(r => r.Visible <= ServerNow && !r.Left)));
    }

    public async IAsyncEnumerable<ImportQueueItem> QueueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FailRead();
        await Task.Yield();
        foreach (FakeRecord record in Now(() => Records.Where(r => r.Visible <= ServerNow && !r.Left).ToList()))
        {
            yield return record.InQueue();
        }
    }

    public async IAsyncEnumerable<ImportQueueItem> HistoryAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        FailRead();
        await Task.Yield();
        foreach (FakeRecord record in Now(() => Records.Where(r => r.Left).OrderByDescending(r => r.Executed).ToList()))
        {
            yield return record.InHistory();
        }
    }
}

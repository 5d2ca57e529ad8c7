using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Simulation.Site;

/// <content>What a campaign needs besides: taking back, counting by scan, and reading a header.</content>
public sealed partial class SimSite : ICampaignGateway
{
    /// <inheritdoc/>
    public async Task RemoveQueueAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        await CallAsync("remove", cancellationToken).ConfigureAwait(false);
        bool fails = _dice.Happens(_faults.FailDelete);
        if (!fails || _dice.Happens(50))
        {
            foreach (long id in ids)
            {
                _queue.Remove(id);
            }
        }

        if (fails)
        {
            throw Lie("500 for deleting", XnatErrorCode.ServerError, 500, mayHaveActed: true);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PrearchiveScan>> ArchivedScansAsync(ImageSession session, CancellationToken cancellationToken)
    {
        await ReadAsync("archive scans", cancellationToken).ConfigureAwait(false);
        SimSession found = Archived(session);
        return found.Shell ? [] : [.. found.Images.Select(i => new PrearchiveScan { Id = ScanId(i.Key), FileCount = i.Value })];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DicomHeaderElement>> HeaderAsync(string source, CancellationToken cancellationToken)
    {
        await ReadAsync("header", cancellationToken).ConfigureAwait(false);
        string[] parts = source.Split('/');
        SimSession? session = parts[1] == "prearchive"
            ? _store.Prearchive.Find(s => s.Timestamp == parts[4] && s.Label == parts[^1])
            : _store.Archive.Find(s => s.Label == parts[^1]);
        return session is null || session.Files == 0
            ? []
            : [Element("(0010,0010)", "PN", session.Subject), Element("(0010,0020)", "LO", session.Subject), Element("(0020,0010)", "SH", session.Label), Element("(0008,0050)", "SH", session.Label), Element("(0020,000D)", "UI", session.Uid)];
    }

    private static DicomHeaderElement Element(string tag, string vr, string value) => new() { Tag = tag, VR = vr, Value = value };
}

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Query;

namespace XnatTools.Import.Campaign;

/// <summary>
/// Imports studies: what the checks let through is posted, and every study given comes out as exactly one item. (The ledger, the
/// windows and the pacing of long campaigns will stand around the poster.)
/// </summary>
public sealed class ImportRunner
{
    private readonly IDqrGateway _gateway;
    private readonly ImportOptions _options;

    public ImportRunner(IDqrGateway gateway, ImportOptions options)
    {
        _gateway = gateway ?? throw new ArgumentNullException(nameof(gateway));
        _options = options ?? throw new ArgumentNullException(nameof(options));
    }

    /// <summary>Posts what a preflight made ready. With an obstacle nothing is posted, and every study is Blocked.</summary>
    public async IAsyncEnumerable<ImportItem> RunAsync(PreflightReport report, IProgress<ImportProgress>? progress = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ImportItem item in report.Settled)
        {
            yield return item;
        }

        if (report.Obstacle is not null || report.Receiver is null)
        {
            string code = report.Obstacle?.Code ?? XnatErrorCode.ReceiverNotFound.Id;
            foreach (PacsStudy study in report.Ready)
            {
                yield return Outcome.Of(study, _options.Project, ImportOutcome.Blocked, XnatErrorCode.FromId(code), report.Obstacle?.Message ?? "There is no receiver for it.", _options.Time.GetUtcNow());
            }

            yield break;
        }

        ImportPoster poster = new(_gateway, _options, report.Receiver, progress);
        await foreach (ImportItem item in poster.PostAsync(report.Ready, cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }
}

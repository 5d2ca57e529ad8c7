using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Direct.Receive;

namespace XnatTools.Import.Direct;

/// <summary>The direct route: received into staging, complete by count, then handed over and proven. Originals go only after that.</summary>
public sealed class DirectRoute : IDirectRoute, IAsyncDisposable
{
    private readonly ReceiveRun _run;
    private readonly ISessionHandOver _handOver;
    private readonly IReadOnlyCollection<string>? _modalities;
    private readonly bool _removeStaged;

    /// <param name="run">Receives; is ended with the route.</param>
    /// <param name="handOver">Hands over.</param>
    /// <param name="modalities">Modalities that go this way, besides what came incomplete; null: every study.</param>
    /// <param name="removeStaged">Remove a study from staging once it was proven to be in XNAT.</param>
    public DirectRoute(ReceiveRun run, ISessionHandOver handOver, IReadOnlyCollection<string>? modalities, bool removeStaged)
    {
        _run = run ?? throw new ArgumentNullException(nameof(run));
        _handOver = handOver ?? throw new ArgumentNullException(nameof(handOver));
        _modalities = modalities;
        _removeStaged = removeStaged;
    }

    /// <inheritdoc/>
    public int StudiesAtOnce => _run.Options.StudiesAtOnce;

    /// <inheritdoc/>
    public bool Takes(PacsStudy study, bool cameIncomplete)
    {
        if (_modalities is null || cameIncomplete)
        {
            return true;
        }

        foreach (string modality in study.Modality)
        {
            foreach (string wanted in _modalities)
            {
                if (string.Equals(modality.Trim(), wanted, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public async Task<DirectOutcome> FetchAsync(PacsStudy study, string project, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(study.Subject) || string.IsNullOrEmpty(study.Session))
        {
            return DirectOutcome.Failed(XnatErrorCode.LabelInvalid, "The direct route needs a subject and a session label.", mayPass: false);
        }

        ReceivedStudy received = await _run.ReceiveAsync(study, cancellationToken).ConfigureAwait(false);
        if (!received.IsComplete)
        {
            return new DirectOutcome
            {
                State = received.Outcome == ReceiveOutcome.Incomplete ? ImportState.Incomplete : ImportState.Failed,
                Code = XnatErrorCode.FromId(received.Code ?? ""),
                Reason = received.Reason,
                MayPass = received.Outcome is ReceiveOutcome.Incomplete or ReceiveOutcome.Failed,
                SeriesFound = 0,
                InstancesFound = 0,
            };
        }

        return await _handOver.SendAsync(received, project, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Release(string studyInstanceUid)
    {
        if (_removeStaged)
        {
            _run.RemoveStaged(studyInstanceUid);
        }
    }

    /// <summary>Ends receiver and associations.</summary>
    public ValueTask DisposeAsync() => _run.DisposeAsync();
}

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Query;

namespace XnatTools.Import.Series;

/// <summary>
/// Lists the series of studies (where they are not known yet) and applies a policy. A study of which nothing is left, or whose
/// series cannot be listed, ends with an outcome of its own.
/// </summary>
public sealed class SeriesSelector
{
    /// <summary>One failing study fails the whole series call, and the call takes its time for each: so few at once.</summary>
    private const int StudiesPerCall = 10;

    private readonly IDqrGateway _gateway;
    private readonly SeriesPolicy _policy;
    private readonly TimeProvider _time;

    public SeriesSelector(IDqrGateway gateway, SeriesPolicy? policy = null, TimeProvider? time = null)
    {
        _gateway = gateway ?? throw new ArgumentNullException(nameof(gateway));
        _policy = policy ?? SeriesPolicy.Default;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Selects, in the order given.</summary>
    public async IAsyncEnumerable<FindResult> SelectAsync(IEnumerable<PacsStudy> studies, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (FindResult listed in ListAsync(studies, cancellationToken).ConfigureAwait(false))
        {
            yield return listed.Study is PacsStudy study ? Select(study) : listed;
        }
    }

    /// <summary>Adds the series to each study, without selecting.</summary>
    public async IAsyncEnumerable<FindResult> ListAsync(IEnumerable<PacsStudy> studies, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<PacsStudy> group = new(StudiesPerCall);
        foreach (PacsStudy study in studies)
        {
            group.Add(study);
            if (group.Count == StudiesPerCall)
            {
                foreach (FindResult result in await ListGroupAsync(group, cancellationToken).ConfigureAwait(false))
                {
                    yield return result;
                }

                group.Clear();
            }
        }

        foreach (FindResult result in await ListGroupAsync(group, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    /// <summary>Applies the policy to a study whose series are known.</summary>
    public FindResult Select(PacsStudy study)
    {
        PacsStudy selected = _policy.Apply(study);
        return selected.SeriesInstanceUid.Length > 0
            ? FindResult.Found(selected)
            : FindResult.Failed(Outcome.Of(selected, null, ImportOutcome.Excluded, null, study.Series!.Length == 0
                ? "The PACS lists no series for it."
                : $"No series is left: all {study.Series.Length} are excluded.", _time.GetUtcNow()));
    }

    private async Task<List<FindResult>> ListGroupAsync(List<PacsStudy> group, CancellationToken cancellationToken)
    {
        Dictionary<string, PacsSeries[]?> series = new(StringComparer.Ordinal);
        foreach (PacsGroup onePacs in Unknown(group))
        {
            await QueryAsync(onePacs.PacsId, onePacs.Uids, series, cancellationToken).ConfigureAwait(false);
        }

        List<FindResult> results = new(group.Count);
        foreach (PacsStudy study in group)
        {
            if (study.Series is not null)
            {
                results.Add(FindResult.Found(study));
            }
            else if (series.TryGetValue(study.StudyInstanceUid, out PacsSeries[]? found) && found is not null)
            {
                results.Add(FindResult.Found(study.WithSeries(Array.ConvertAll(found, s => s.ForStudy(study)))));
            }
            else
            {
                results.Add(FindResult.Failed(Outcome.Of(study, null, ImportOutcome.QueryFailed, XnatErrorCode.PacsQueryFailed, "The series of the study could not be listed.", _time.GetUtcNow())));
            }
        }

        return results;
    }

    private static List<PacsGroup> Unknown(List<PacsStudy> group)
    {
        List<PacsGroup> result = [];
        foreach (PacsStudy study in group)
        {
            if (study.Series is not null)
            {
                continue;
            }

            PacsGroup? pacs = result.Find(g => g.PacsId == study.PacsId);
            if (pacs is null)
            {
                pacs = new PacsGroup(study.PacsId);
                result.Add(pacs);
            }

            if (!pacs.Uids.Contains(study.StudyInstanceUid))
            {
                pacs.Uids.Add(study.StudyInstanceUid);
            }
        }

        return result;
    }

    /// <summary>Asks; on failure in halves, down to the study that cannot be listed.</summary>
    private async Task QueryAsync(long pacsId, List<string> uids, Dictionary<string, PacsSeries[]?> series, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                foreach (KeyValuePair<string, PacsSeries[]> pair in await _gateway.QuerySeriesAsync(pacsId, uids, cancellationToken).ConfigureAwait(false))
                {
                    series[pair.Key] = pair.Value;
                }

                return;
            }
            catch (XnatException fault) when (!fault.Code.IsTerminating || fault.Code == XnatErrorCode.ConnectionFailed)
            {
                if (uids.Count == 1)
                {
                    if (attempt == 0 && await AnswersAsync(pacsId, cancellationToken).ConfigureAwait(false))
                    {
                        continue;
                    }

                    series[uids[0]] = null;
                    return;
                }
            }

            break;
        }

        int half = uids.Count / 2;
        await QueryAsync(pacsId, uids.GetRange(0, half), series, cancellationToken).ConfigureAwait(false);
        await QueryAsync(pacsId, uids.GetRange(half, uids.Count - half), series, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> AnswersAsync(long pacsId, CancellationToken cancellationToken)
    {
        try
        {
            return await _gateway.PingAsync(pacsId, cancellationToken).ConfigureAwait(false);
        }
        catch (XnatException fault) when (!fault.Code.IsTerminating || fault.Code == XnatErrorCode.ConnectionFailed)
        {
            return false;
        }
    }

    private sealed class PacsGroup(long pacsId)
    {
        public long PacsId { get; } = pacsId;

        public List<string> Uids { get; } = [];
    }
}

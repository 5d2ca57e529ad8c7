using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Query;

namespace XnatTools.Import.Count;

/// <summary>Counts by the series query of the DQR plugin. Studies whose series were listed before are not asked for again.</summary>
public sealed class DqrStudyCounter : IStudyCounter
{
    private const int Chunk = 25;

    private readonly IDqrGateway _gateway;
    private readonly long _pacsId;

    public DqrStudyCounter(IDqrGateway gateway, long pacsId)
    {
        _gateway = gateway ?? throw new ArgumentNullException(nameof(gateway));
        _pacsId = pacsId;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StudyCount>> CountAsync(IReadOnlyList<PacsStudy> studies, CancellationToken cancellationToken)
    {
        StudyCount[] counts = new StudyCount[studies.Count];
        List<int> unknown = [];
        for (int i = 0; i < studies.Count; i++)
        {
            counts[i] = StudyCount.Of(studies[i]);
            if (studies[i].Series is null)
            {
                unknown.Add(i);
            }
        }

        for (int start = 0; start < unknown.Count; start += Chunk)
        {
            List<int> part = unknown.GetRange(start, Math.Min(Chunk, unknown.Count - start));
            try
            {
                IReadOnlyDictionary<string, PacsSeries[]> series = await _gateway.QuerySeriesAsync(_pacsId, part.ConvertAll(i => studies[i].StudyInstanceUid), cancellationToken).ConfigureAwait(false);
                foreach (int i in part)
                {
                    if (series.TryGetValue(studies[i].StudyInstanceUid, out PacsSeries[]? found) && found.Length > 0)
                    {
                        counts[i] = StudyCount.Of(studies[i].WithSeries(found));
                    }
                }
            }
            catch (XnatException fault) when (!Faults.IsFatal(fault))
            {
                // Not counted: what the study query told has to do.
            }
        }

        return counts;
    }
}

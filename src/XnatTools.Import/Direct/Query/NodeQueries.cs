using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Import.Nodes;
using XnatTools.Import.Query;

namespace XnatTools.Import.Direct.Query;

/// <summary>Asks a node for studies, series and instances over one association that is kept. For any number of callers at once.</summary>
public sealed class NodeQueries : IAsyncDisposable
{
    /// <summary>More answers than this to one query are not read: it asked for far too much.</summary>
    public const int AnswerLimit = 100_000;

    private readonly NodeLink _link;
    private readonly DirectPace _pace;
    private readonly string _node;

    /// <summary>Nothing is opened before the first question.</summary>
    public NodeQueries(NodeProfile profile, DirectPace? pace = null)
    {
        _pace = pace ?? new DirectPace();
        _node = profile?.ToString() ?? throw new ArgumentNullException(nameof(profile));
        QueriesInFlight = Math.Max(1, profile.QueriesInFlight);
        _link = new NodeLink(profile, _pace, static () => [PresentationContext.Find(DicomQueryRoot.Study), PresentationContext.Find(DicomQueryRoot.Patient)], QueriesInFlight);
    }

    /// <summary>Queries that are begun at once; the association lets through as many as the node allows.</summary>
    public int QueriesInFlight { get; }

    /// <summary>Associations opened so far.</summary>
    public int Associations => _link.Associations;

    /// <summary>Times that the node refused and was waited for.</summary>
    public int Waits => _link.Waits;

    /// <summary>Opens the association, as the first question would.</summary>
    /// <exception cref="XnatException">The node does not let us.</exception>
    public Task OpenAsync(CancellationToken cancellationToken = default) => _link.GetAsync(cancellationToken);

    /// <summary>Studies that match a row, as the node answers them.</summary>
    /// <param name="row">The keys.</param>
    /// <param name="limit">Answers to read; the query is cancelled after one more.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="XnatException">The node does not answer, or the query failed.</exception>
    public async Task<IReadOnlyList<PacsStudy>> FindStudiesAsync(ImportRow row, int limit = AnswerLimit, CancellationToken cancellationToken = default)
    {
        List<PacsStudy> studies = [];
        foreach (DicomDataset answer in await AskAsync(_ => QueryKeys.Study(row), limit, cancellationToken).ConfigureAwait(false))
        {
            studies.Add(QueryAnswers.Study(answer, _node));
        }

        return studies;
    }

    /// <summary>The series of a study, in the order of their numbers; counts that the node does not tell are null.</summary>
    /// <exception cref="XnatException">The node does not answer, or the query failed.</exception>
    public async Task<PacsSeries[]> FindSeriesAsync(PacsStudy study, CancellationToken cancellationToken = default)
    {
        List<DicomDataset> answers = await AskAsync(patient => QueryKeys.Series(study.StudyInstanceUid, patient ? study.PatientId : null), AnswerLimit, cancellationToken).ConfigureAwait(false);
        Dictionary<string, PacsSeries> series = new(StringComparer.Ordinal);
        foreach (DicomDataset answer in answers)
        {
            // A node that does not match on the study answers everything it has.
            if (QueryAnswers.Text(answer, DicomTags.StudyInstanceUid) is { } uid && uid != study.StudyInstanceUid)
            {
                continue;
            }

            PacsSeries one = QueryAnswers.Series(answer, study.StudyInstanceUid, _node);
            if (one.SeriesInstanceUid.Length > 0)
            {
                series[one.SeriesInstanceUid] = one;
            }
        }

        PacsSeries[] sorted = [.. series.Values];
        Array.Sort(sorted, static (a, b) => (a.SeriesNumber ?? int.MaxValue, b.SeriesNumber ?? int.MaxValue) switch
        {
            var (x, y) when x != y => x.CompareTo(y),
            _ => string.CompareOrdinal(a.SeriesInstanceUid, b.SeriesInstanceUid),
        });
        return sorted;
    }

    /// <summary>The instances of a series: SOP instance UID and class.</summary>
    /// <exception cref="XnatException">The node does not answer, or the query failed.</exception>
    public async Task<IReadOnlyDictionary<string, string>> FindInstancesAsync(PacsStudy study, string seriesInstanceUid, CancellationToken cancellationToken = default)
    {
        List<DicomDataset> answers = await AskAsync(patient => QueryKeys.Instances(study.StudyInstanceUid, seriesInstanceUid, patient ? study.PatientId : null), AnswerLimit, cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> instances = new(StringComparer.Ordinal);
        foreach (DicomDataset answer in answers)
        {
            bool other = QueryAnswers.Text(answer, DicomTags.SeriesInstanceUid) is { } series && series != seriesInstanceUid;
            if (!other && QueryAnswers.Text(answer, DicomTags.SopInstanceUid) is { } uid)
            {
                instances[uid] = QueryAnswers.Text(answer, DicomTags.SopClassUid) ?? "";
            }
        }

        return instances;
    }

    /// <summary>Ends the association at once.</summary>
    public void Abort() => _link.Abort();

    /// <summary>Ends the association in order.</summary>
    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private async Task<List<DicomDataset>> AskAsync(Func<bool, DicomDataset> keys, int limit, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await _link.UseAsync((association, token) => AskOnceAsync(association, keys, limit, token), cancellationToken).ConfigureAwait(false);
            }
            catch (XnatException fault) when (fault.Code == XnatErrorCode.PacsOutOfResources && attempt < _pace.Repeats)
            {
                // Short of something for the moment.
                await Pause.ForAsync(_pace.Time, Pause.Nth(_pace.Pauses, attempt), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<List<DicomDataset>> AskOnceAsync(DicomAssociation association, Func<bool, DicomDataset> keys, int limit, CancellationToken cancellationToken)
    {
        bool patient = association.FindContext(PresentationContext.Find(DicomQueryRoot.Study).AbstractSyntax) is null
            && association.FindContext(PresentationContext.Find(DicomQueryRoot.Patient).AbstractSyntax) is not null;
        List<DicomDataset> answers = [];
        await foreach (DicomDataset answer in association.FindAsync(patient ? DicomQueryRoot.Patient : DicomQueryRoot.Study, keys(patient), cancellationToken).ConfigureAwait(false))
        {
            answers.Add(answer);
            if (answers.Count > limit)
            {
                break;
            }
        }

        return answers;
    }
}

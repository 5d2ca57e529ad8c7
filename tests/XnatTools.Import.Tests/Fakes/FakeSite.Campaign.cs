using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Tests.Fakes;

/// <content>What a campaign needs besides.</content>
internal sealed partial class FakeSite : ICampaignGateway
{
    /// <summary>The header that is read; null: that of the study as its labels want it.</summary>
    public Func<PacsStudy, IReadOnlyList<DicomHeaderElement>>? Header { get; set; }

    public Task RemoveQueueAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        Records.RemoveAll(r => !r.Left && ids.Contains(r.Id));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<PrearchiveScan>> ArchivedScansAsync(ImageSession session, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PrearchiveScan>>([.. Enumerable.Range(0, session.ScanCount ?? 1).Select(i => new PrearchiveScan { Id = i.ToString(System.Globalization.CultureInfo.InvariantCulture), FileCount = session.FileCount ?? 3 })]);

    public Task<IReadOnlyList<DicomHeaderElement>> HeaderAsync(string source, CancellationToken cancellationToken)
    {
        PrearchiveSession session = Waiting.Find(s => s.Url == source)!;
        PacsStudy study = Records.First(r => r.Study.StudyInstanceUid == session.StudyInstanceUid).Study;
        return Task.FromResult(Header?.Invoke(study) ?? Relabelled(study));
    }

    public static IReadOnlyList<DicomHeaderElement> Relabelled(PacsStudy study) =>
    [
        new() { Tag = "(0010,0010)", Value = study.Subject },
        new() { Tag = "(0010,0020)", Value = study.Subject },
        new() { Tag = "(0020,0010)", Value = study.Session },
        new() { Tag = "(0008,0050)", Value = study.Session },
    ];
}

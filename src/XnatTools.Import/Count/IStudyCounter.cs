using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Import.Count;

/// <summary>Asks a PACS what a study holds, so that what arrives can be compared.</summary>
public interface IStudyCounter
{
    /// <summary>Counts some studies, in their order; what cannot be counted is <see cref="StudyCount.Unknown"/>.</summary>
    Task<IReadOnlyList<StudyCount>> CountAsync(IReadOnlyList<PacsStudy> studies, CancellationToken cancellationToken);
}

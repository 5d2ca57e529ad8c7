using System;
using System.Collections.Generic;

namespace XnatTools.Import.Campaign;

/// <summary>Some studies that go in one request.</summary>
/// <param name="Studies">At most a chunk.</param>
/// <param name="Attempt">How often they were asked for before.</param>
/// <param name="NotBefore">When they may be asked for again.</param>
internal sealed record PostBatch(List<PacsStudy> Studies, int Attempt, DateTimeOffset NotBefore)
{
    public HashSet<string> Uids()
    {
        HashSet<string> uids = new(StringComparer.Ordinal);
        foreach (PacsStudy study in Studies)
        {
            uids.Add(study.StudyInstanceUid);
        }

        return uids;
    }
}

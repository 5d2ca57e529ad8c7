using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Gateway;
using XnatTools.Import.Labels;

namespace XnatTools.Sandbox.Demo;

/// <summary>Numbers the sessions of each subject in the order of their dates.</summary>
internal static class DemoLabels
{
    /// <summary>Labels the studies that have no session label yet; a study that two lines ask for gets the same label in both.</summary>
    public static async Task<List<PacsStudy>> NumberAsync(XnatGateway gateway, string project, List<PacsStudy> studies, CancellationToken cancellationToken)
    {
        TakenLabels taken = new();
        taken.AddRange((await gateway.ArchivedAsync(project, cancellationToken).ConfigureAwait(false)).Select(s => s.Session), "the archive");
        taken.AddRange((await gateway.PrearchiveAsync(project, cancellationToken).ConfigureAwait(false)).Select(s => s.Session), "the prearchive");
        taken.AddRange(studies.Select(s => s.Session), "the CSV file");
        LabelPlan plan = new() { Session = LabelTemplate.Parse("{Subject}_{0}"), TakenSessions = taken };
        List<PacsStudy> open = [.. studies.Where(s => s.Session is null).GroupBy(s => s.StudyInstanceUid, StringComparer.Ordinal).Select(g => g.First())];
        Dictionary<string, string?> sessions = plan.Apply(open).ToDictionary(l => l.Study.StudyInstanceUid, l => l.Study.Session, StringComparer.Ordinal);
        return studies.ConvertAll(s => s.Session is null ? s.WithLabels(s.Labels.With(null, sessions[s.StudyInstanceUid])) : s);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using XnatTools.Import.Simulation.Site;

namespace XnatTools.Import.Simulation.Truth;

/// <summary>
/// Holds what a campaign said against what really happened: no study lost, none doubled, none called complete that is not, each
/// line one outcome. It looks at the site's truth only, never at the campaign's own records.
/// </summary>
public static class SimJudge
{
    /// <summary>What is wrong, in words; empty when all is well.</summary>
    /// <param name="site">The truth.</param>
    /// <param name="studies">The studies asked for, one for each line.</param>
    /// <param name="items">The outcomes that were given.</param>
    public static List<string> Judge(SimSite site, IReadOnlyList<PacsStudy> studies, IReadOnlyList<ImportItem> items)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(studies);
        ArgumentNullException.ThrowIfNull(items);
        List<string> wrong = [];
        Lines(studies, items, wrong);
        Posts(site, wrong);
        Dictionary<string, SimStudy> truth = site.Studies.ToDictionary(s => s.Uid, StringComparer.Ordinal);
        Dictionary<int, string> uids = studies.ToDictionary(s => s.Row, s => s.StudyInstanceUid);
        foreach (ImportItem item in items)
        {
            if (uids.TryGetValue(item.Row, out string? uid) && Claim(site, truth[uid], item) is string fault)
            {
                wrong.Add($"line {item.Row}: {fault}");
            }
        }

        return wrong;
    }

    private static void Lines(IReadOnlyList<PacsStudy> studies, IReadOnlyList<ImportItem> items, List<string> wrong)
    {
        Dictionary<int, int> outcomes = items.GroupBy(i => i.Row).ToDictionary(g => g.Key, g => g.Count());
        foreach (PacsStudy study in studies)
        {
            int count = outcomes.GetValueOrDefault(study.Row);
            if (count != 1)
            {
                wrong.Add($"line {study.Row} has {count} outcomes");
            }
        }

        if (items.Count != studies.Count)
        {
            wrong.Add($"{studies.Count} lines, {items.Count} outcomes");
        }
    }

    private static void Posts(SimSite site, List<string> wrong)
    {
        foreach (SimPost post in site.Monitor.Posts)
        {
            if (post.Queued && post.WasQueued)
            {
                wrong.Add($"{post.Uid} was queued at {post.At:u} while it was in the queue ({post.RequestId})");
            }
            else if (post.Queued && post.WasComplete)
            {
                wrong.Add($"{post.Uid} was imported again at {post.At:u} though all of it was there ({post.RequestId})");
            }
        }
    }

    private static string? Claim(SimSite site, SimStudy study, ImportItem item)
    {
        bool complete = site.IsComplete(study);
        switch (item.Outcome)
        {
            case ImportOutcome.InPrearchive or ImportOutcome.Archived or ImportOutcome.AlreadyPresent:
                return complete || (site.LooksComplete(study) && item.Reason is not null) ? null : $"called {item.Outcome} and is not complete";
            case ImportOutcome.Incomplete or ImportOutcome.Failed or ImportOutcome.NotAccepted or ImportOutcome.Unknown or ImportOutcome.Conflict:
                return complete ? $"called {item.Outcome} and is complete" : string.IsNullOrEmpty(item.Reason) ? $"{item.Outcome} without a reason" : null;
            case ImportOutcome.Blocked or ImportOutcome.Excluded or ImportOutcome.Cancelled:
                return null;
            default:
                return $"{item.Outcome} is no end";
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace XnatTools.HelpBuilder;

/// <summary>Pages and code must agree, both ways.</summary>
internal static class HelpCheck
{
    public static IReadOnlyList<string> Compare(IReadOnlyList<CmdletFacts> cmdlets, IReadOnlyList<HelpPage> pages, IReadOnlyDictionary<string, IReadOnlyList<string>> common)
    {
        List<string> problems = [];
        Dictionary<string, HelpPage> byName = pages.ToDictionary(p => p.Name, StringComparer.Ordinal);
        foreach (CmdletFacts cmdlet in cmdlets)
        {
            if (!byName.Remove(cmdlet.Name, out HelpPage? page))
            {
                problems.Add($"{cmdlet.Name} has no page in docs/cmdlets.");
                continue;
            }

            HashSet<string> names = new(cmdlet.Parameters.Select(p => p.Name), StringComparer.OrdinalIgnoreCase);
            problems.AddRange(names.Where(n => !page.Parameters.ContainsKey(n) && !common.ContainsKey(n)).Select(n => $"{cmdlet.Name}: -{n} is not described."));
            problems.AddRange(page.Parameters.Keys.Where(n => !names.Contains(n)).Select(n => $"{cmdlet.Name}: -{n} is described but the cmdlet has no such parameter."));
            if (page.Synopsis.Length == 0)
            {
                problems.Add($"{cmdlet.Name}: no synopsis.");
            }

            if (page.Description.Count == 0)
            {
                problems.Add($"{cmdlet.Name}: no description.");
            }

            if (page.Examples.Count < 3 || page.Examples.Any(e => e.Code.Length == 0))
            {
                problems.Add($"{cmdlet.Name}: at least three examples with code are wanted.");
            }
        }

        problems.AddRange(byName.Keys.Select(n => $"docs/cmdlets/{n}.md describes a cmdlet that does not exist."));
        return problems;
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace XnatTools.HelpBuilder;

/// <summary>All pages joined with all cmdlets. Words that several cmdlets share stand once, in _common.md.</summary>
internal sealed class HelpSet
{
    private HelpSet(IReadOnlyList<CmdletFacts> cmdlets, IReadOnlyList<HelpPage> pages, HelpPage? common)
    {
        IReadOnlyDictionary<string, IReadOnlyList<string>> shared = common?.Parameters ?? new Dictionary<string, IReadOnlyList<string>>();
        Cmdlets = cmdlets;
        Problems = HelpCheck.Compare(cmdlets, pages, shared);
        Documented = [.. cmdlets.Join(pages, c => c.Name, p => p.Name, (c, p) => (c, WithCommon(p, shared)), StringComparer.Ordinal)];
    }

    public IReadOnlyList<CmdletFacts> Cmdlets { get; }

    public IReadOnlyList<string> Problems { get; }

    public IReadOnlyList<(CmdletFacts Facts, HelpPage Page)> Documented { get; }

    public static HelpSet Load(string folder, string assembly, string engineFolder)
    {
        IReadOnlyList<CmdletFacts> cmdlets = CmdletReader.Read(assembly, engineFolder);
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.md") : [];
        string? common = files.FirstOrDefault(f => Path.GetFileName(f) == "_common.md");
        return new HelpSet(cmdlets, [.. files.Where(f => f != common).Order(StringComparer.Ordinal).Select(HelpPageReader.Read)], common is null ? null : HelpPageReader.Read(common));
    }

    private static HelpPage WithCommon(HelpPage page, IReadOnlyDictionary<string, IReadOnlyList<string>> shared)
    {
        Dictionary<string, IReadOnlyList<string>> all = new(shared, StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, IReadOnlyList<string>> own in page.Parameters)
        {
            all[own.Key] = own.Value;
        }

        return page with { Parameters = all };
    }
}

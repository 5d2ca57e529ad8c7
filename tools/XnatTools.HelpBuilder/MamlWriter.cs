using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;

namespace XnatTools.HelpBuilder;

/// <summary>Writes the MAML that Get-Help reads: words from the pages, facts from the code.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace s_help = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>What ShouldProcess adds; PowerShell shows only the parameters that the help file has.</summary>
    private static readonly (ParameterFacts Facts, string Words)[] s_asking =
    [
        (new ParameterFacts("Confirm", "SwitchParameter", CmdletReader.AllSets, false, int.MinValue, false, false, false, false, ["cf"], []), "Asks before anything is changed. -Confirm:$false never asks."),
        (new ParameterFacts("WhatIf", "SwitchParameter", CmdletReader.AllSets, false, int.MinValue, false, false, false, false, ["wi"], []), "Shows what would be changed. Nothing is changed."),
    ];

    public static XDocument Write(IReadOnlyList<(CmdletFacts Facts, HelpPage Page)> cmdlets) =>
        new(
            new XDeclaration("1.0", "utf-8", null),
            new XElement(
                s_help + "helpItems",
                new XAttribute("schema", "maml"),
                new XAttribute(XNamespace.Xmlns + "maml", s_maml),
                new XAttribute(XNamespace.Xmlns + "command", s_command),
                new XAttribute(XNamespace.Xmlns + "dev", s_dev),
                cmdlets.Select(c => c.Facts.SupportsShouldProcess ? WithAsking(c.Facts, c.Page) : Command(c.Facts, c.Page))));

    private static XElement WithAsking(CmdletFacts facts, HelpPage page) =>
        Command(
            facts with { Parameters = [.. facts.Parameters, .. s_asking.Select(a => a.Facts)] },
            page with { Parameters = page.Parameters.Concat(s_asking.Select(a => KeyValuePair.Create<string, IReadOnlyList<string>>(a.Facts.Name, [a.Words]))).ToDictionary(p => p.Key, p => p.Value, StringComparer.OrdinalIgnoreCase) });

    private static XElement Command(CmdletFacts facts, HelpPage page) =>
        new(
            s_command + "command",
            new XElement(
                s_command + "details",
                new XElement(s_command + "name", facts.Name),
                new XElement(s_command + "verb", facts.Verb),
                new XElement(s_command + "noun", facts.Noun),
                new XElement(s_maml + "description", Para(page.Synopsis))),
            new XElement(s_maml + "description", page.Description.Select(Para)),
            new XElement(s_command + "syntax", Sets(facts).Select(set => SyntaxItem(facts, page, set))),
            new XElement(
                s_command + "parameters",
                facts.Parameters.GroupBy(p => p.Name, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Parameter(Merge(g), page))),
            new XElement(s_command + "inputTypes", Types(s_command + "inputType", page.Inputs)),
            new XElement(s_command + "returnValues", Types(s_command + "returnValue", page.Outputs.Count > 0 ? page.Outputs : [.. facts.Outputs])),
            new XElement(s_maml + "alertSet", new XElement(s_maml + "alert", page.Notes.Select(Para))),
            new XElement(s_command + "examples", page.Examples.Select(Example)),
            new XElement(
                s_command + "relatedLinks",
                page.Related.Select(r => new XElement(s_maml + "navigationLink", new XElement(s_maml + "linkText", r.TrimStart('-', ' ')), new XElement(s_maml + "uri")))));

    private static IEnumerable<string> Sets(CmdletFacts facts)
    {
        string[] named = [.. facts.Parameters.Select(p => p.Set).Where(s => s != CmdletReader.AllSets).Distinct(StringComparer.Ordinal)];
        return named.Length == 0 ? [CmdletReader.AllSets] : named.OrderBy(s => s == facts.DefaultSet ? 0 : 1).ThenBy(s => s, StringComparer.Ordinal);
    }

    private static XElement SyntaxItem(CmdletFacts facts, HelpPage page, string set) =>
        new(
            s_command + "syntaxItem",
            new XElement(s_maml + "name", facts.Name),
            facts.Parameters.Where(p => p.Set == set || p.Set == CmdletReader.AllSets)
                .OrderBy(p => p.Position == int.MinValue ? int.MaxValue : p.Position).ThenBy(p => p.Mandatory ? 0 : 1).ThenBy(p => p.Name, StringComparer.Ordinal)
                .Select(p => Parameter(p, page)));

    private static ParameterFacts Merge(IEnumerable<ParameterFacts> sets)
    {
        ParameterFacts[] all = [.. sets];
        return all[0] with
        {
            Mandatory = all.All(p => p.Mandatory),
            FromPipeline = all.Any(p => p.FromPipeline),
            FromPipelineByName = all.Any(p => p.FromPipelineByName),
            Position = all.Max(p => p.Position),
        };
    }

    private static XElement Parameter(ParameterFacts p, HelpPage page)
    {
        IReadOnlyList<string> words = page.Parameters.TryGetValue(p.Name, out IReadOnlyList<string>? found) ? found : [];
        XElement element = new(
            s_command + "parameter",
            new XAttribute("required", p.Mandatory ? "true" : "false"),
            new XAttribute("variableLength", p.IsArray ? "true" : "false"),
            new XAttribute("globbing", p.Wildcards ? "true" : "false"),
            new XAttribute("pipelineInput", Pipeline(p)),
            new XAttribute("position", p.Position == int.MinValue ? "named" : p.Position.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new XAttribute("aliases", p.Aliases.Count == 0 ? "none" : string.Join(", ", p.Aliases)),
            new XElement(s_maml + "name", p.Name),
            new XElement(s_maml + "description", words.Select(Para)));
        if (p.Values.Count > 0)
        {
            element.Add(new XElement(s_command + "parameterValueGroup", p.Values.Select(v => new XElement(s_command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), v))));
        }

        if (!p.IsSwitch)
        {
            element.Add(new XElement(s_command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", p.IsArray ? "true" : "false"), p.TypeName));
        }

        element.Add(new XElement(s_dev + "type", new XElement(s_maml + "name", p.TypeName), new XElement(s_maml + "uri")));
        element.Add(new XElement(s_dev + "defaultValue", p.IsSwitch ? "False" : "None"));
        return element;
    }

    private static string Pipeline(ParameterFacts p) => (p.FromPipeline, p.FromPipelineByName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    /// <summary>A paragraph of one word is a type; the paragraphs after it describe it.</summary>
    private static IEnumerable<XElement> Types(XName name, IReadOnlyList<string> lines)
    {
        List<(string Type, List<string> Words)> types = [];
        foreach (string line in lines)
        {
            if (types.Count == 0 || !line.Contains(' ', StringComparison.Ordinal))
            {
                types.Add((line, []));
            }
            else
            {
                types[^1].Words.Add(line);
            }
        }

        return types.Select(t => new XElement(
            name,
            new XElement(s_dev + "type", new XElement(s_maml + "name", t.Type)),
            new XElement(s_maml + "description", t.Words.Select(Para))));
    }

    private static XElement Example(HelpExample example, int index) =>
        new(
            s_command + "example",
            new XElement(s_maml + "title", $"---- Example {index + 1}: {example.Title} ----"),
            new XElement(s_dev + "code", example.Code),
            new XElement(s_dev + "remarks", example.Remarks.Select(Para), Para("")));

    private static XElement Para(string text) => new(s_maml + "para", text);
}

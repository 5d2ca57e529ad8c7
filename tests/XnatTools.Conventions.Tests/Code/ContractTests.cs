using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Xunit;
using XnatTools.Import.Csv;

namespace XnatTools.Conventions.Tests.Code;

/// <summary>
/// What scripts rely on, written down: cmdlets, parameters, aliases, output properties, error ids, CSV headings (anchors 5.19). A
/// change shows in review as a change of Contract.txt; removing or retyping a line is a major version. XNATTOOLS_UPDATE_TABLES=1
/// writes the file.
/// </summary>
public sealed class ContractTests
{
    private static readonly string s_file = Repo.Path("tests", "XnatTools.Conventions.Tests", "Contract.txt");

    [Fact]
    public void The_contract_is_as_written_down()
    {
        string now = Describe();
        if (Environment.GetEnvironmentVariable("XNATTOOLS_UPDATE_TABLES") == "1")
        {
            File.WriteAllText(s_file, now);
        }

        string[] written = File.ReadAllText(s_file).Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        string[] actual = now.Split('\n');
        string[] gone = [.. written.Except(actual).Select(l => "gone: " + l)];
        string[] added = [.. actual.Except(written).Select(l => "new: " + l)];

        // Run with XNATTOOLS_UPDATE_TABLES=1 when the change is meant, and tell it in the changelog.
        Assert.Empty(gone.Concat(added));
    }

    [Fact]
    public void It_holds_what_scripts_use()
    {
        string now = Describe();

        Assert.Contains("Find-PacsStudy -AccessionNumber String[] (Accession, Accession Number", now, StringComparison.Ordinal);
        Assert.Contains("XnatTools.PacsStudy.StudyInstanceUid String", now, StringComparison.Ordinal);
        Assert.Contains("error XnatNotConnected", now, StringComparison.Ordinal);
        Assert.Contains("outcome Archived", now, StringComparison.Ordinal);
    }

    private static string Describe()
    {
        List<string> lines = [];
        foreach (CmdletInfo cmdlet in ShippedCmdlets.All.Cmdlets)
        {
            lines.Add($"{cmdlet.Name} gives {string.Join(", ", cmdlet.Outputs.Select(o => o.FullName))}".TrimEnd());
            lines.AddRange(cmdlet.Parameters.Select(p => $"{cmdlet.Name} -{p.Name} {Short(p.Property.PropertyType)}{(p.Aliases.Count == 0 ? "" : $" ({string.Join(", ", p.Aliases)})")}{(p.Any("Mandatory") ? " mandatory" : "")}"));
        }

        foreach (Type type in typeof(XnatConnection).Assembly.GetExportedTypes().Where(t => t.IsClass && !t.IsAbstract && t != typeof(ModuleLoader)))
        {
            lines.AddRange(type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(p => $"{type.FullName}.{p.Name} {Short(p.PropertyType)}"));
        }

        lines.AddRange(Enum.GetNames<ImportOutcome>().Select(o => "outcome " + o));
        lines.AddRange(XnatErrorCode.All.Select(c => $"error {c.Id} {c.Category}"));
        lines.AddRange(CsvFindingCodes.All.Select(c => "finding " + c.Id));
        lines.AddRange(CsvHeadings.Canonical.Select(h => "heading " + h));

        StringBuilder text = new();
        foreach (string line in lines.Order(StringComparer.Ordinal))
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static string Short(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Short))}>"
        : type.Name;
}

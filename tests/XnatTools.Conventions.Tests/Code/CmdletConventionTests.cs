using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Xunit;

namespace XnatTools.Conventions.Tests.Code;

/// <summary>House rules of cmdlets (anchors 5.5, 5.6 and 6), read from the shipped assembly.</summary>
public sealed class CmdletConventionTests
{
    /// <summary>Verbs that change something. Import and Export are judged one by one.</summary>
    private static readonly string[] s_changing =
        ["Add", "Invoke", "Move", "New", "Protect", "Remove", "Rename", "Repair", "Resume", "Save", "Send", "Set", "Start", "Stop", "Update", "Receive"];

    /// <summary>Changing verbs that change nothing outside the pipeline, and the reason.</summary>
    private static readonly Dictionary<string, string> s_harmless = new()
    {
        ["Set-XnatLabel"] = "returns other objects with other labels; nothing on disk or server changes",
    };

    /// <summary>Other verbs that write a file, and the reason.</summary>
    private static readonly Dictionary<string, string> s_writing = new()
    {
        ["Export-XnatImportReport"] = "writes a file",
    };

    /// <summary>Cmdlets that need no server.</summary>
    private static readonly string[] s_offline =
        ["Connect-Xnat", "ConvertFrom-XnatDqrJson", "ConvertTo-XnatDqrJson", "Get-DicomHeader", "Get-XnatConnection", "Import-XnatCsv", "New-XnatCsv", "Protect-Dicom", "Repair-XnatCsv", "Set-XnatLabel", "Test-DicomEditScript", "Test-DicomNode", "Test-XnatCsv", "Receive-PacsStudy"];

    /// <summary>Cmdlets that never write an object.</summary>
    private static readonly string[] s_silent = ["Disconnect-Xnat"];

    /// <summary>Names that PowerShell gives every cmdlet (about_CommonParameters), and their aliases.</summary>
    private static readonly string[] s_reserved =
    [
        "Confirm", "Debug", "ErrorAction", "ErrorVariable", "InformationAction", "InformationVariable", "OutBuffer", "OutVariable", "PipelineVariable", "ProgressAction",
        "Verbose", "WarningAction", "WarningVariable", "WhatIf", "cf", "db", "ea", "ev", "infa", "iv", "ob", "ov", "proga", "pv", "vb", "wa", "wi", "wv",
        "SelectProperty", "SelectObject",
    ];

    /// <summary>Same name, another type, on purpose: cmdlet and parameter, and the reason.</summary>
    private static readonly Dictionary<string, string> s_otherType = new()
    {
        ["Set-XnatLabel -Subject"] = "text, template or script block",
        ["Set-XnatLabel -Session"] = "text, template or script block",
    };

    public static TheoryData<string> Names => new(ShippedCmdlets.All.Cmdlets.Select(c => c.Name));

    [Fact]
    public void There_are_cmdlets() => Assert.True(ShippedCmdlets.All.Cmdlets.Count >= 30, "The shipped assembly has lost cmdlets.");

    [Theory]
    [MemberData(nameof(Names))]
    public void Name_and_class_follow_the_rules(string name)
    {
        CmdletInfo cmdlet = Get(name);
        Assert.Contains(cmdlet.Verb, ApprovedVerbs());
        Assert.Matches("^(Xnat|Pacs|Dicom)([A-Z][A-Za-z]*)?$", cmdlet.Noun);
        Assert.True(IsSingular(cmdlet.Noun), $"{cmdlet.Noun} is a plural.");
        Assert.Equal($"{cmdlet.Verb}{cmdlet.Noun}Command", cmdlet.Type.Name);
        Assert.Equal("XnatTools.Commands", cmdlet.Type.Namespace);
        Assert.True(cmdlet.Type.IsSealed && cmdlet.Type.IsPublic, "sealed and public");
    }

    [Theory]
    [InlineData("XnatPacs", true)]
    [InlineData("XnatAlias", true)]
    [InlineData("XnatSeries", true)]
    [InlineData("XnatProjects", false)]
    [InlineData("PacsStudies", false)]
    public void Plurals_are_told_apart(string noun, bool singular) => Assert.Equal(singular, IsSingular(noun));

    [Theory]
    [MemberData(nameof(Names))]
    public void Output_is_declared_and_public(string name)
    {
        CmdletInfo cmdlet = Get(name);
        bool declared = cmdlet.Type.CustomAttributes.Any(a => a.AttributeType.Name == "OutputTypeAttribute");
        Assert.Equal(!s_silent.Contains(name), declared);
        Assert.All(cmdlet.Outputs, t => Assert.True(t.FullName is "System.Void" or "System.Boolean" or "System.String" or "System.IO.FileInfo" || t.Assembly.GetName().Name == "XnatTools", t.FullName));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_changes_asks_and_what_does_not_does_not(string name)
    {
        CmdletInfo cmdlet = Get(name);
        bool changes = (s_changing.Contains(cmdlet.Verb) && !s_harmless.ContainsKey(name)) || s_writing.ContainsKey(name);
        Assert.Equal(changes, cmdlet.SupportsShouldProcess);
        if (cmdlet.Verb == "Remove")
        {
            Assert.Equal(3, Convert.ToInt32(cmdlet.Settings.GetValueOrDefault("ConfirmImpact"), System.Globalization.CultureInfo.InvariantCulture)); // High
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Server_cmdlets_take_a_connection(string name)
    {
        if (s_offline.Contains(name))
        {
            return;
        }

        CmdletParameter connection = Assert.Single(Get(name).Parameters, p => p.Name == "Connection");
        Assert.StartsWith("XnatTools.XnatConnection", connection.TypeName, StringComparison.Ordinal);
        Assert.False(connection.Any("Mandatory"));
        Assert.False(connection.Any("ValueFromPipelineByPropertyName"), "a row must not carry a connection");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sets_are_unambiguous(string name)
    {
        CmdletInfo cmdlet = Get(name);
        string[] sets = [.. cmdlet.Parameters.SelectMany(p => p.Sets.Select(CmdletParameter.SetName)).Where(s => s != CmdletParameter.EverySet).Distinct()];
        if (sets.Length > 1)
        {
            Assert.NotNull(cmdlet.DefaultSet);
        }

        if (cmdlet.DefaultSet is not null && sets.Length > 0)
        {
            Assert.Contains(cmdlet.DefaultSet, sets);
        }

        foreach (string set in sets.Length == 0 ? [CmdletParameter.EverySet] : sets)
        {
            CmdletParameter[] inSet = [.. cmdlet.Parameters.Where(p => p.Sets.Any(s => CmdletParameter.SetName(s) == set || CmdletParameter.SetName(s) == CmdletParameter.EverySet))];
            int fromPipeline = inSet.Count(p => p.Sets.Any(s => (CmdletParameter.SetName(s) == set || CmdletParameter.SetName(s) == CmdletParameter.EverySet) && s.GetValueOrDefault("ValueFromPipeline") is true));
            Assert.True(fromPipeline <= 1, $"{name}, set {set}: {fromPipeline} parameters take the pipeline's object.");
            int[] positions = [.. inSet.SelectMany(p => p.Sets.Where(s => CmdletParameter.SetName(s) == set || CmdletParameter.SetName(s) == CmdletParameter.EverySet)).Select(s => s.GetValueOrDefault("Position")).OfType<int>().Order()];
            Assert.Equal(positions.Distinct(), positions);
            Assert.True(positions.Length <= 2, $"{name}, set {set}: more than two positional parameters.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_have_sound_names_and_types(string name)
    {
        foreach (CmdletParameter parameter in Get(name).Parameters)
        {
            Assert.All(parameter.Aliases.Append(parameter.Name), n => Assert.DoesNotContain(n, s_reserved, StringComparer.OrdinalIgnoreCase));
            Assert.Matches("^[A-Z][A-Za-z]*$", parameter.Name);
            Assert.True(parameter.TypeName is not "System.Boolean", $"-{parameter.Name} is a bool; make it a switch.");
            Assert.False(parameter.Property.PropertyType.IsGenericType && parameter.TypeName.StartsWith("System.Collections", StringComparison.Ordinal), $"-{parameter.Name}: an array, not a list.");
            Assert.True(parameter.Property.SetMethod is { IsPublic: true }, $"-{parameter.Name} cannot be set.");
        }

        string[] all = [.. Get(name).Parameters.SelectMany(p => p.Aliases.Append(p.Name))];
        Assert.Equal(all.Length, all.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Equal_names_have_equal_types()
    {
        List<string> breaches = [];
        foreach (IGrouping<string, (CmdletInfo Cmdlet, CmdletParameter Parameter)> group in ShippedCmdlets.All.Cmdlets
            .SelectMany(c => c.Parameters.Select(p => (Cmdlet: c, Parameter: p)))
            .Where(p => p.Parameter.Name != "InputObject" && !s_otherType.ContainsKey($"{p.Cmdlet.Name} -{p.Parameter.Name}"))
            .GroupBy(p => p.Parameter.Name, StringComparer.OrdinalIgnoreCase))
        {
            // One value and several of the same are the same kind: an array where several make sense.
            string[] types = [.. group.Select(p => p.Parameter.TypeName.Replace("[]", "", StringComparison.Ordinal)).Distinct()];
            if (types.Length > 1 || group.Select(p => p.Parameter.Name).Distinct(StringComparer.Ordinal).Count() > 1)
            {
                breaches.Add($"-{group.Key}: {string.Join(", ", group.Select(p => $"{p.Cmdlet.Name} {p.Parameter.TypeName}"))}");
            }
        }

        Assert.Empty(breaches);
    }

    /// <summary>PowerShell converts text to DateTime month first, whatever the culture: dates are text here (anchors 5.6).</summary>
    [Fact]
    public void No_parameter_is_a_date_of_a_patient_or_study() => Assert.Empty(ShippedCmdlets.All.Cmdlets
        .SelectMany(c => c.Parameters.Where(p => p.TypeName.Contains("DateTime", StringComparison.Ordinal) && p.Name.Contains("Date", StringComparison.Ordinal)).Select(p => $"{c.Name} -{p.Name}")));

    private static CmdletInfo Get(string name) => ShippedCmdlets.All.Cmdlets.First(c => c.Name == name);

    private static HashSet<string> ApprovedVerbs() => [.. ShippedCmdlets.All.Engine.GetTypes()
        .Where(t => t.Namespace == "System.Management.Automation" && t.Name.StartsWith("Verbs", StringComparison.Ordinal) && t.Name != "VerbsInfo")
        .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(f => (string)f.GetRawConstantValue()!)];

    /// <summary>Words of the field that end in s and are singular.</summary>
    private static bool IsSingular(string noun) => !noun.EndsWith('s')
        || new[] { "Pacs", "Series", "Status", "Alias", "Access", "Address" }.Any(w => noun.EndsWith(w, StringComparison.Ordinal));
}

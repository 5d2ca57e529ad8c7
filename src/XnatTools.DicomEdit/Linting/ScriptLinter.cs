using System;
using System.Collections.Generic;
using XnatTools.DicomEdit.Audit;

namespace XnatTools.DicomEdit.Linting;

/// <summary>Checks a script without data: everything that is wrong with it, what is probably not meant, and what it leaves alone.</summary>
public static class ScriptLinter
{
    /// <summary>Checks a script.</summary>
    /// <param name="text">The script.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="profile">Table E.1-1 to hold it against; null for the language alone.</param>
    /// <param name="variables">Values of variables, for trying the script; missing ones get made-up values.</param>
    /// <param name="source">Name of the script for the findings.</param>
    public static IReadOnlyList<DicomEditScriptFinding> Check(string text, DicomEditOptions? options = null, ConfidentialityTable? profile = null, IReadOnlyDictionary<string, string>? variables = null, string? source = null)
    {
        LintFindings findings = new(SourceText.Split(text ?? throw new ArgumentNullException(nameof(text))), source);
        bool good = DicomEditScript.TryCompile(text, options, out DicomEditScript? script, out IReadOnlyList<DicomEditFinding> found);
        GuardedTags guards = new(script?.Syntax);
        foreach (DicomEditFinding finding in found)
        {
            // The advice to put a condition before it is for those who have none.
            if (finding.Rule is not ("AbsentDate" or "AbsentValue") || !guards.IsGuarded(finding.Line, finding.Column))
            {
                findings.Add(finding);
            }
        }

        if (good && script is not null)
        {
            foreach (DicomEditVariable variable in script.ExternalVariables)
            {
                findings.Add(DicomEditScriptSeverity.Information, "Variable", default, $"The script needs a value for the variable {variable.Name}{(variable.Description is null ? "" : $" ({variable.Description})")}.");
            }

            if (FirstRelease(script.Version) is { } release)
            {
                findings.Add(DicomEditScriptSeverity.Information, "NeedsXnat", default, $"XNAT runs scripts of version {script.Version} from release {release} on; older ones refuse them.");
            }

            new OrderLint(script, findings).Check();
            new ValueLint(script, findings).Check();
            if (profile is not null)
            {
                new ProfileLint([script], profile, variables, findings).Check();
            }
        }

        return findings.ToSorted();
    }

    /// <summary>The release of XNAT that first took a version; null for those that every release in use takes.</summary>
    private static string? FirstRelease(string version) => version switch
    {
        "6.4" => "1.8.7",
        "6.5" => "1.8.8",
        "6.6" => "1.8.10",
        "6.7" => "1.9.0",
        _ => null,
    };

    /// <summary>
    /// Holds a chain of scripts as a whole against Table E.1-1: what one leaves alone the next may take. Scripts are tried on
    /// made-up objects that have every attribute of the table.
    /// </summary>
    /// <param name="chain">The scripts.</param>
    /// <param name="profile">Table E.1-1 under its options.</param>
    /// <param name="variables">Values of variables; missing ones get made-up values.</param>
    /// <param name="source">Name of the whole for the findings.</param>
    public static IReadOnlyList<DicomEditScriptFinding> CheckProfile(DicomEditChain chain, ConfidentialityTable profile, IReadOnlyDictionary<string, string>? variables = null, string? source = null)
    {
        LintFindings findings = new([], source);
        new ProfileLint((chain ?? throw new ArgumentNullException(nameof(chain))).Scripts, profile ?? throw new ArgumentNullException(nameof(profile)), variables, findings).Check();
        return findings.ToSorted();
    }
}

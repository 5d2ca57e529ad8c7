using System.Collections.Generic;

namespace XnatTools.HelpBuilder;

/// <summary>What the code says about one cmdlet.</summary>
internal sealed record CmdletFacts(
    string Name,
    string ClassName,
    string? DefaultSet,
    bool SupportsShouldProcess,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<ParameterFacts> Parameters)
{
    public string Verb => Name[..Name.IndexOf('-', System.StringComparison.Ordinal)];

    public string Noun => Name[(Name.IndexOf('-', System.StringComparison.Ordinal) + 1)..];
}

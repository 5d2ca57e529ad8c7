using System.Collections.Generic;

namespace XnatTools.HelpBuilder;

/// <summary>What the code says about one parameter in one parameter set.</summary>
internal sealed record ParameterFacts(
    string Name,
    string TypeName,
    string Set,
    bool Mandatory,
    int Position,
    bool FromPipeline,
    bool FromPipelineByName,
    bool FromRemaining,
    bool Wildcards,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> Values)
{
    public bool IsSwitch => TypeName == "SwitchParameter";

    public bool IsArray => TypeName.EndsWith("[]", System.StringComparison.Ordinal);
}

using System.Collections.Generic;
using XnatTools.Sandbox.Dqr;

namespace XnatTools.Sandbox;

/// <summary>The list of parts beside the XNAT core.</summary>
internal static class SandboxParts
{
    internal static IReadOnlyList<ISandboxPart> Create(SandboxContext context)
    {
        List<ISandboxPart> parts = [];
        if (context.Options.HasDqr)
        {
            parts.Add(new DqrPart(context));
        }

        return parts;
    }
}

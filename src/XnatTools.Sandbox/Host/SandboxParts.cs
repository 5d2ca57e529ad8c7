using System.Collections.Generic;

namespace XnatTools.Sandbox;

/// <summary>The list of parts beside the XNAT core.</summary>
internal static class SandboxParts
{
    internal static IReadOnlyList<ISandboxPart> Create(SandboxContext context)
    {
        List<ISandboxPart> parts = [];
        if (context.Options.HasDqr)
        {
            // The DQR plugin, its queue, the PACS and the receiver add themselves here.
        }

        return parts;
    }
}

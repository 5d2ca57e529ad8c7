using System;

namespace XnatTools.Sandbox.Dqr;

/// <summary>A query of a PACS failed.</summary>
internal sealed class PacsQueryException : Exception
{
    public PacsQueryException(bool echo, string message, Exception? inner = null)
        : base(message, inner) => Echo = echo;

    /// <summary>True when it was the C-ECHO before the query that failed.</summary>
    public bool Echo { get; }
}

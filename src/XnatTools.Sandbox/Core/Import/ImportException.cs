using System;

namespace XnatTools.Sandbox.Core.Import;

/// <summary>An import that is refused, with its HTTP status and the sentence that the server says.</summary>
internal sealed class ImportException(int status, string message) : Exception(message)
{
    internal int Status { get; } = status;
}

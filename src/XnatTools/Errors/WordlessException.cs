using System;

namespace XnatTools;

/// <summary>
/// Type and place of a fault without its message, for whoever mends it. The platform's own words about files hold their paths, and
/// a path may hold a patient's name; Get-Error prints inner exceptions too.
/// </summary>
internal sealed class WordlessException(Exception error) : Exception(error.GetType().FullName)
{
    /// <inheritdoc/>
    public override string? StackTrace { get; } = error.StackTrace;
}

using System;
using System.IO;

namespace XnatTools;

/// <summary>
/// An error with a name. <see cref="Exception.Message"/> is safe: it carries no identifier of a patient and no server text.
/// An inner exception about a file keeps its type and place only. What the server said stays inside, because Get-Error and Format-List print every public property of an error.
/// </summary>
public sealed class XnatException : Exception
{
    public XnatException(XnatErrorCode code, string safeMessage, Exception? inner = null)
        : base(safeMessage, inner is IOException or UnauthorizedAccessException ? new WordlessException(inner) : inner) => Code = code ?? throw new ArgumentNullException(nameof(code));

    /// <summary>What it is.</summary>
    public XnatErrorCode Code { get; }

    /// <summary>HTTP status, or 0 when there was no answer.</summary>
    public int Status { get; internal init; }

    /// <summary>Verb and path template of the call, such as <c>GET /xapi/pacs/{id}</c>; never its values.</summary>
    public string? Request { get; internal init; }

    /// <summary>The server's own words. May contain patient identifiers.</summary>
    internal string? ServerText { get; init; }

    /// <summary>
    /// True when the call changes something and may have been carried out, wholly or in part: look at the server's state
    /// before repeating it.
    /// </summary>
    public bool MayHaveActed { get; internal init; }

    /// <summary>The object concerned, when the thrower knows it.</summary>
    public object? TargetObject { get; internal init; }

    /// <summary>What to do, where it is more than the code's own advice.</summary>
    public string? Advice { get; internal init; }

    /// <summary>What to do.</summary>
    public string RecommendedAction => Advice ?? Code.Advice;

    /// <summary>Time after which the server said to come back, if it did.</summary>
    public TimeSpan? RetryAfter { get; internal init; }
}

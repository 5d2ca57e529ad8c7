using System;

namespace XnatTools.Sandbox.Queue;

/// <summary>A try to retrieve a study failed.</summary>
internal sealed class RetrieveException : Exception
{
    public RetrieveException(string? errorMessage)
        : base(errorMessage ?? "The retrieve failed without a message.") => ErrorMessage = errorMessage;

    /// <summary>What the history record shows; null where the server's exception has no message.</summary>
    public string? ErrorMessage { get; }
}

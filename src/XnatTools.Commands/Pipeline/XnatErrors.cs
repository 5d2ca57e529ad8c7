using System;
using System.IO;
using System.Management.Automation;
using System.Runtime.InteropServices;

namespace XnatTools.Commands;

/// <summary>The one place where exceptions become error records.</summary>
internal static class XnatErrors
{
    // PowerShell 7 prints the recommended action itself; Windows PowerShell prints the message only.
    private static readonly bool s_showsAction = !RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    /// <summary>A record with a stable id and a message of safe parts: what failed, and what to do.</summary>
    internal static ErrorRecord ToRecord(Exception error, object? target)
    {
        XnatException named = Name(error);
        ErrorCategory category = Enum.TryParse(named.Code.Category.ToString(), out ErrorCategory parsed) ? parsed : ErrorCategory.NotSpecified;
        return new ErrorRecord(named, named.Code.Id, category, named.TargetObject ?? target)
        {
            ErrorDetails = new ErrorDetails(s_showsAction ? named.Message : $"{named.Message} {named.RecommendedAction}") { RecommendedAction = named.RecommendedAction },
        };
    }

    /// <summary>Every fault has a name; one that has none is a defect of ours, and its text may hold anything.</summary>
    internal static XnatException Name(Exception error) => error switch
    {
        XnatException named => named,
        AggregateException { InnerExceptions.Count: 1 } one => Name(one.InnerExceptions[0]),
        FileNotFoundException or DirectoryNotFoundException => new XnatException(XnatErrorCode.CsvFileNotFound, "A file is missing.", error),
        UnauthorizedAccessException => new XnatException(XnatErrorCode.FileWriteFailed, "The right to a file or folder is missing.", error),
        IOException => new XnatException(XnatErrorCode.FileWriteFailed, "A file could not be read or written.", error),
        OperationCanceledException or TimeoutException => new XnatException(XnatErrorCode.Timeout, "The server did not answer in time.", error),
        ObjectDisposedException => new XnatException(XnatErrorCode.NotConnected, "The connection was closed.", error),
        _ => new XnatException(XnatErrorCode.Unexpected, $"Something unforeseen happened ({error.GetType().Name}).", new WordlessException(error)),
    };
}

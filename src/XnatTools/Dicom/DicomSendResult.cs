using System;
using System.Globalization;

namespace XnatTools;

/// <summary>What became of one file that was to be stored at a receiver of XNAT.</summary>
public sealed class DicomSendResult
{
    /// <summary>Position of the file in the command, from 1.</summary>
    public int Position { get; internal init; }

    /// <summary>The file. Its name may identify a patient.</summary>
    public string Source { get; internal init; } = "";

    /// <summary>Where it was sent, as AE:port.</summary>
    public string Receiver { get; internal init; } = "";

    /// <summary>True when the receiver has taken it.</summary>
    public bool Successful { get; internal init; }

    /// <summary>The status of the answer as a number, such as 0 or 42752 (0xA700); null when there was no answer.</summary>
    public int? Status { get; internal init; }

    /// <summary>The status in words, or why there is none.</summary>
    public string Reason { get; internal init; } = "";

    /// <summary>Id of the error, when it was not taken.</summary>
    public string? Code { get; internal init; }

    /// <summary>UID of the SOP class.</summary>
    public string? SopClassUid { get; internal init; }

    /// <summary>Name of the SOP class.</summary>
    public string? SopClass { get; internal init; }

    public string? SopInstanceUid { get; internal init; }

    /// <summary>UID of the transfer syntax in which it travelled.</summary>
    public string? TransferSyntaxUid { get; internal init; }

    /// <summary>Name of the transfer syntax in which it travelled.</summary>
    public string? TransferSyntax { get; internal init; }

    /// <summary>Size of the file in bytes.</summary>
    public long Length { get; internal init; }

    /// <summary>Time from the request to the answer, with the association when it had to be opened.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => "file " + Position.ToString(CultureInfo.InvariantCulture);
}

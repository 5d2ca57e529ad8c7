using System;
using System.Globalization;

namespace XnatTools.Sandbox.Pacs;

/// <summary>Where a DICOM node is.</summary>
internal sealed record PacsAddress(string AeTitle, string Host, int Port)
{
    /// <summary>Reads <c>AET@host:port</c>.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static PacsAddress Parse(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        int colon = text.LastIndexOf(':');
        if (at is < 1 or > 16 || colon < at + 2
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is < 1 or > 65535)
        {
            throw new FormatException("A DICOM node is written AET@host:port, with an AE title of 1 to 16 characters.");
        }

        return new PacsAddress(text[..at], text[(at + 1)..colon], port);
    }
}

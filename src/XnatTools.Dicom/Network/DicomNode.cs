using System;

namespace XnatTools.Dicom;

/// <summary>Where a DICOM application entity listens.</summary>
public sealed class DicomNode
{
    /// <summary>Names a node.</summary>
    /// <param name="host">Name or address, IPv4 or IPv6.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="aeTitle">Its AE title, called in the association; at most 16 characters.</param>
    public DicomNode(string host, int port, string aeTitle)
    {
        Host = string.IsNullOrWhiteSpace(host) ? throw new ArgumentException("A host is needed.", nameof(host)) : host;
        Port = port is > 0 and < 65536 ? port : throw new ArgumentOutOfRangeException(nameof(port));
        AETitle = IsValidAETitle(aeTitle) ? aeTitle.Trim() : throw new ArgumentException("An AE title has 1 to 16 characters of ASCII without backslash or control characters.", nameof(aeTitle));
    }

    /// <summary>Name or address.</summary>
    public string Host { get; }

    /// <summary>TCP port.</summary>
    public int Port { get; }

    /// <summary>The AE title that is called.</summary>
    public string AETitle { get; }

    /// <summary>Reads <c>AET@host:port</c>; an IPv6 address stands in square brackets.</summary>
    public static bool TryParse(string? text, out DicomNode? node)
    {
        node = null;
        int at = text?.IndexOf('@') ?? -1;
        int colon = text?.LastIndexOf(':') ?? -1;
        if (at <= 0 || colon < at + 2 || !int.TryParse(text!.Substring(colon + 1), out int port) || port is < 1 or > 65535)
        {
            return false;
        }

        string aeTitle = text.Substring(0, at);
        string host = text.Substring(at + 1, colon - at - 1).Trim('[', ']');
        if (!IsValidAETitle(aeTitle) || host.Length == 0)
        {
            return false;
        }

        node = new DicomNode(host, port, aeTitle);
        return true;
    }

    /// <summary>True for 1 to 16 characters of ASCII, not all blanks, without backslash or control characters.</summary>
    public static bool IsValidAETitle(string? aeTitle)
    {
        if (aeTitle is null || aeTitle.Trim().Length is 0 or > 16)
        {
            return false;
        }

        foreach (char c in aeTitle)
        {
            if (c is < ' ' or > '~' or '\\')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>As <c>AET@host:port</c>.</summary>
    public override string ToString() => Host.IndexOf(':') >= 0 ? $"{AETitle}@[{Host}]:{Port}" : $"{AETitle}@{Host}:{Port}";
}

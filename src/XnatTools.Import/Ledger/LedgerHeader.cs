using System;
using System.Collections.Generic;

namespace XnatTools.Import.Ledger;

/// <summary>What a campaign is: the first record of its ledger.</summary>
public sealed class LedgerHeader
{
    /// <summary>Version of the format.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Name of the job; request ids at the server are job/number.</summary>
    public string JobId { get; init; } = "";

    /// <summary>Address of the XNAT site.</summary>
    public string Site { get; init; } = "";

    /// <summary>Number of the PACS in XNAT.</summary>
    public long PacsId { get; init; }

    /// <summary>Project to import into.</summary>
    public string Project { get; init; } = "";

    /// <summary>Receiver, AE:port.</summary>
    public string Receiver { get; init; } = "";

    /// <summary>SHA-256 of the CSV file in hexadecimal; null when there was none.</summary>
    public string? CsvHash { get; init; }

    /// <summary>Number of lines or objects the campaign answers for.</summary>
    public int Lines { get; init; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>Version of the module that began it.</summary>
    public string? Module { get; init; }

    /// <summary>True when requests tell the server to skip its check of the receiver.</summary>
    public bool Force { get; init; }

    /// <summary>How the key of the identifiers is protected: dpapi or keyfile.</summary>
    public string Protection { get; init; } = "";

    /// <summary>What the user chose, by name.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    internal string WrappedKey { get; init; } = "";
}

using System;
using System.Collections.Generic;
using System.Globalization;

namespace XnatTools.Import.Campaign;

/// <summary>The direct route of a campaign, as it stands in the ledger.</summary>
public sealed record DirectSettings
{
    /// <summary>Modalities that go this way; null: every study.</summary>
    public IReadOnlyList<string>? Modalities { get; init; }

    /// <summary>The PACS as AET@host:port.</summary>
    public string Node { get; init; } = "";

    /// <summary>Our own AE title; null for the usual one.</summary>
    public string? CallingAETitle { get; init; }

    /// <summary>Talk TLS.</summary>
    public bool UseTls { get; init; }

    /// <summary>Thumbprint of the node's certificate.</summary>
    public string? CertificateThumbprint { get; init; }

    /// <summary>The staging folder.</summary>
    public string StagingPath { get; init; } = "";

    /// <summary>Port to listen on for C-MOVE; null for none.</summary>
    public int? ListenPort { get; init; }

    /// <summary>AE title of our receiver; null for our own.</summary>
    public string? ReceiverAETitle { get; init; }

    /// <summary>Remove what was proven to be in XNAT from staging.</summary>
    public bool RemoveStaged { get; init; }

    /// <summary>Hand over by C-STORE to this receiver of XNAT, as AE or AE:port; null for the import service.</summary>
    public string? StoreTo { get; init; }

    /// <summary>Longest wait for connection, association and answer, in seconds; null for the usual one.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Longest silence while the PACS retrieves, in seconds; null for the usual one.</summary>
    public int? RetrieveTimeoutSeconds { get; init; }

    /// <summary>Out of the texts of a ledger; null when there is no direct route.</summary>
    public static DirectSettings? Of(IReadOnlyDictionary<string, string> texts)
    {
        if (Text(texts, "directNode") is not string node)
        {
            return null;
        }

        return new DirectSettings
        {
            Node = node,
            Modalities = Text(texts, "directModalities")?.Split(';'),
            CallingAETitle = Text(texts, "directCalling"),
            UseTls = Text(texts, "directTls") == "1",
            CertificateThumbprint = Text(texts, "directThumbprint"),
            StagingPath = Text(texts, "directStaging") ?? "",
            ListenPort = Number(texts, "directPort"),
            ReceiverAETitle = Text(texts, "directReceiver"),
            RemoveStaged = Text(texts, "directRemove") == "1",
            StoreTo = Text(texts, "directStore"),
            TimeoutSeconds = Number(texts, "directTimeout"),
            RetrieveTimeoutSeconds = Number(texts, "directRetrieveTimeout"),
        };
    }

    internal void AddTo(Dictionary<string, string> texts)
    {
        Add(texts, "directNode", Node);
        Add(texts, "directModalities", Modalities is null ? null : string.Join(";", Modalities));
        Add(texts, "directCalling", CallingAETitle);
        Add(texts, "directTls", UseTls ? "1" : null);
        Add(texts, "directThumbprint", CertificateThumbprint);
        Add(texts, "directStaging", StagingPath);
        Add(texts, "directPort", ListenPort?.ToString(CultureInfo.InvariantCulture));
        Add(texts, "directReceiver", ReceiverAETitle);
        Add(texts, "directRemove", RemoveStaged ? "1" : null);
        Add(texts, "directStore", StoreTo);
        Add(texts, "directTimeout", TimeoutSeconds?.ToString(CultureInfo.InvariantCulture));
        Add(texts, "directRetrieveTimeout", RetrieveTimeoutSeconds?.ToString(CultureInfo.InvariantCulture));
    }

    private static int? Number(IReadOnlyDictionary<string, string> texts, string name) =>
        int.TryParse(Text(texts, name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static void Add(Dictionary<string, string> texts, string name, string? value)
    {
        if (value is not null)
        {
            texts.Add(name, value);
        }
    }

    private static string? Text(IReadOnlyDictionary<string, string> texts, string name) => texts.TryGetValue(name, out string? value) ? value : null;
}

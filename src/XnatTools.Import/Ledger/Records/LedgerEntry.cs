using System;
using System.Text.Json;

namespace XnatTools.Import.Ledger;

/// <summary>A record about to be written: its kind and the writer of its fields.</summary>
/// <param name="Kind">One of <see cref="LedgerKind"/>.</param>
/// <param name="Write">Writes the fields between kind and chain; protects identifiers with the vault.</param>
internal sealed record LedgerEntry(string Kind, Action<Utf8JsonWriter, IdentifierVault> Write);

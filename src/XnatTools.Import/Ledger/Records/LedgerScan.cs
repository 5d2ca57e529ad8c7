using System;
using System.IO;
using System.Text.Json;

namespace XnatTools.Import.Ledger;

/// <summary>Reads a ledger from its beginning, checks its chain and keeps what is needed to write on.</summary>
internal sealed class LedgerScan : IDisposable
{
    private readonly IKeyProtector? _keys;
    private byte[] _buffer = new byte[1 << 16];

    public LedgerScan(IKeyProtector? keys) => _keys = keys;

    public LedgerState State { get; } = new();

    public LedgerChain Chain { get; } = new();

    public IdentifierVault? Vault { get; private set; }

    /// <summary>Where the last whole line ends.</summary>
    public long GoodLength { get; private set; }

    public void Read(Stream stream)
    {
        int held = 0;
        int searched = 0;
        int lineNumber = 0;
        while (true)
        {
            if (held == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            int read = stream.Read(_buffer, held, _buffer.Length - held);
            if (read == 0)
            {
                break;
            }

            held += read;
            int start = 0;
            int end;
            while ((end = Array.IndexOf(_buffer, (byte)'\n', Math.Max(start, searched), held - Math.Max(start, searched))) >= 0)
            {
                Take(start, end - start, ++lineNumber);
                GoodLength += end - start + 1;
                start = end + 1;
                searched = start;
            }

            Buffer.BlockCopy(_buffer, start, _buffer, 0, held - start);
            held -= start;
            searched = held;
        }

        State.TornBytes = held;
        if (lineNumber == 0)
        {
            throw new XnatException(XnatErrorCode.LedgerBroken, "The file holds no ledger: not one record was written to its end.");
        }
    }

    /// <summary>Takes a line in.</summary>
    public void Take(byte[] line, int start, int length, int number)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line.AsMemory(start, length));
            JsonElement record = document.RootElement;
            if (!string.Equals(record.Optional("prev"), Chain.Last, StringComparison.Ordinal) || Chain.Check(line, start, length) is not string hash)
            {
                throw Broken(number);
            }

            State.Apply(record, Vault);
            Chain.Last = hash;
            if (number == 1)
            {
                Open();
            }
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw Broken(number);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Chain.Dispose();
        Vault?.Dispose();
    }

    private void Take(int start, int length, int number) => Take(_buffer, start, length, number);

    private void Open()
    {
        if (State.Header.Version != 1)
        {
            throw new XnatException(XnatErrorCode.LedgerBroken, "The ledger was written by another version of the module.");
        }

        if (_keys is not null && string.Equals(_keys.Name, State.Header.Protection, StringComparison.Ordinal)
            && _keys.Unwrap(Convert.FromBase64String(State.Header.WrappedKey)) is byte[] secret)
        {
            Vault = new IdentifierVault(secret);
            State.HasIdentifiers = true;
        }
    }

    private static XnatException Broken(int line) =>
        new(XnatErrorCode.LedgerBroken, $"Line {line.ToString(System.Globalization.CultureInfo.InvariantCulture)} of the ledger is not what was written: it, or a line before it, was changed or lost.");
}

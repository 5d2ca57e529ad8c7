using System;
using System.Security.Cryptography;
using System.Text;

namespace XnatTools.Import.Ledger;

/// <summary>
/// The chain of records: each line ends with the hash of the line before and its own, so that a change is found wherever it was
/// made, in the last line too.
/// </summary>
internal sealed class LedgerChain : IDisposable
{
    /// <summary>What the first line has for the hash before it.</summary>
    public const string Start = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private const int HashChars = 44;
    private static readonly byte[] s_field = Encoding.ASCII.GetBytes(",\"hash\":\"");
    private readonly SHA256 _sha = SHA256.Create();

    /// <summary>Hash of the last line.</summary>
    public string Last { get; set; } = Start;

    private static int SuffixLength => s_field.Length + HashChars + 2;

    /// <summary>Closes a record that ends with its "prev" field and a brace: adds its hash and the end of line.</summary>
    public byte[] Close(ReadOnlySpan<byte> record)
    {
        byte[] body = record.ToArray();
        string hash = Convert.ToBase64String(_sha.ComputeHash(body));
        byte[] line = new byte[body.Length - 1 + SuffixLength + 1];
        Buffer.BlockCopy(body, 0, line, 0, body.Length - 1);
        Buffer.BlockCopy(s_field, 0, line, body.Length - 1, s_field.Length);
        Encoding.ASCII.GetBytes(hash, 0, HashChars, line, body.Length - 1 + s_field.Length);
        line[line.Length - 3] = (byte)'"';
        line[line.Length - 2] = (byte)'}';
        line[line.Length - 1] = (byte)'\n';
        Last = hash;
        return line;
    }

    /// <summary>The hash of a line without its end, if the line is what was written; else null.</summary>
    public string? Check(byte[] buffer, int start, int length)
    {
        int body = length - SuffixLength;
        if (body < 1 || buffer[start + length - 1] != (byte)'}' || buffer[start + length - 2] != (byte)'"')
        {
            return null;
        }

        for (int i = 0; i < s_field.Length; i++)
        {
            if (buffer[start + body + i] != s_field[i])
            {
                return null;
            }
        }

        string told = Encoding.ASCII.GetString(buffer, start + body + s_field.Length, HashChars);
        byte kept = buffer[start + body];
        buffer[start + body] = (byte)'}';
        string found = Convert.ToBase64String(_sha.ComputeHash(buffer, start, body + 1));
        buffer[start + body] = kept;
        return string.Equals(told, found, StringComparison.Ordinal) ? found : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _sha.Dispose();
}

using System;
using System.Collections.Generic;
using System.IO;

namespace XnatTools.DicomEdit.Audit;

/// <summary>
/// Identifiers handed in by the caller, in every form in which they may stand, looked for in text and in bytes. Safe for several
/// threads.
/// </summary>
internal sealed class KnownTerms
{
    /// <summary>Bytes of image data are as good as random: shorter forms turn up in them by chance.</summary>
    public const int ShortestInPixels = 6;

    private readonly TermAutomaton _text = new();
    private readonly TermAutomaton _bytes = new();
    private readonly List<KnownTerm> _terms = [];

    public KnownTerms(IEnumerable<string> identifiers)
    {
        int number = 0;
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string identifier in identifiers)
        {
            number++;
            List<(string Text, KnownTermKind Kind)> forms = TermForms.Of(identifier);
            Ignored += forms.Count == 0 ? 1 : 0;
            foreach ((string text, KnownTermKind kind) in forms)
            {
                if (seen.Add(text))
                {
                    int index = _terms.Count;
                    _terms.Add(new KnownTerm(number, kind, text.Length));
                    _text.Add(text.AsSpan(), index);
                    foreach (byte[] bytes in TermForms.Encodings(text))
                    {
                        AddBytes(bytes, index);
                    }
                }
            }
        }

        Count = number;
        _text.Build();
        _bytes.Build();
    }

    /// <summary>Identifiers handed in.</summary>
    public int Count { get; }

    /// <summary>Of these too short to look for.</summary>
    public int Ignored { get; }

    public bool IsEmpty => _terms.Count == 0;

    /// <summary>Finds identifiers in text; of hits that end at one place the longest.</summary>
    public void SearchText(string text, List<TermHit> hits)
    {
        int state = 0;
        for (int i = 0; i < text.Length; i++)
        {
            state = _text.Step(state, char.ToLowerInvariant(text[i]));
            if (_text.IsMatch(state) && _text.TryMatch(state, out int pattern, out int length))
            {
                int start = i - length + 1;
                bool inside = IsWord(text, start - 1, text[start]) || IsWord(text, i + 1, text[i]);
                hits.Add(new TermHit(_terms[pattern], start, inside));
            }
        }
    }

    /// <summary>Finds identifiers in bytes, in any of the encodings.</summary>
    public void SearchBytes(ReadOnlySpan<byte> bytes, List<TermHit> hits)
    {
        int state = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            state = _bytes.Step(state, Fold(bytes[i]));
            if (_bytes.IsMatch(state) && _bytes.TryMatch(state, out int pattern, out int length))
            {
                int start = i - length + 1;
                bool inside = (start > 0 && IsWordByte(bytes[start - 1], bytes[start])) || (i + 1 < bytes.Length && IsWordByte(bytes[i + 1], bytes[i]));
                hits.Add(new TermHit(_terms[pattern], start, inside));
            }
        }
    }

    /// <summary>Finds identifiers in a stream; <paramref name="found"/> is told of each and says whether to go on.</summary>
    public void SearchStream(Stream stream, Func<TermHit, bool> found)
    {
        byte[] buffer = new byte[128 * 1024];
        int state = 0;
        long before = 0;
        int got;
        while ((got = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            for (int i = 0; i < got; i++)
            {
                state = _bytes.Step(state, Fold(buffer[i]));
                if (_bytes.IsMatch(state) && _bytes.TryMatch(state, out int pattern, out int length))
                {
                    int start = i - length + 1;
                    bool inside = (start > 0 && IsWordByte(buffer[start - 1], buffer[start])) || (i + 1 < got && IsWordByte(buffer[i + 1], buffer[i]));
                    if (!found(new TermHit(_terms[pattern], before + start, inside)))
                    {
                        return;
                    }
                }
            }

            before += got;
        }
    }

    private static char Fold(byte value) => (char)(value is >= (byte)'A' and <= (byte)'Z' ? value + 32 : value);

    private void AddBytes(byte[] bytes, int index)
    {
        char[] symbols = new char[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            symbols[i] = Fold(bytes[i]);
        }

        _bytes.Add(symbols, index);
    }

    /// <summary>The neighbour goes on with what the identifier ends in: a digit beside a digit, a letter beside a letter.</summary>
    private static bool IsWord(string text, int index, char edge)
    {
        if ((uint)index >= (uint)text.Length)
        {
            return false;
        }

        char neighbour = text[index];

        // Ideographs stand without blanks between words.
        return edge < 0x2E80 && (char.IsDigit(edge) ? char.IsDigit(neighbour) : char.IsLetter(edge) && char.IsLetter(neighbour));
    }

    private static bool IsWordByte(byte neighbour, byte edge) =>
        edge is >= (byte)'0' and <= (byte)'9'
            ? neighbour is >= (byte)'0' and <= (byte)'9'
            : (edge | 32) is >= (byte)'a' and <= (byte)'z' && (neighbour | 32) is >= (byte)'a' and <= (byte)'z';
}

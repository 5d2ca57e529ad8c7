using System;
using System.IO;
using System.Text;

namespace XnatTools.Import.Csv;

/// <summary>Looks at every byte once: byte order mark, encoding, line ends, and files that are not CSV at all.</summary>
internal static class CsvSniffer
{
    /// <summary>Stands for bytes that do not decode; the character itself is never legal in a file.</summary>
    private const char BadByte = '\uFFFF';

    private const int StartLength = 65536;

    public static CsvFileFacts Look(CsvFile file, CsvReadOptions options)
    {
        CsvFileFacts facts = new();
        Stream stream = file.Rewind(0);
        byte[] head = new byte[4096];
        int length = Fill(stream, head);
        if (length == 0)
        {
            return Fail(facts, CsvFindingCodes.Empty, 0);
        }

        Encoding? marked = FromMark(head, length, out int markLength);
        facts.MarkLength = markLength;
        if (marked is null)
        {
            CsvFindingCode? kind = FromSignature(head, length);
            if (kind is not null)
            {
                return Fail(facts, kind, 0);
            }

            if (options.Encoding is null && LooksLikeUtf16(head, length))
            {
                return Fail(facts, CsvFindingCodes.Utf16WithoutMark, 0);
            }
        }

        Encoding encoding = (Encoding)(marked ?? options.Encoding ?? new UTF8Encoding(false, false)).Clone();
        encoding.DecoderFallback = new DecoderReplacementFallback(BadByte.ToString());
        facts.Encoding = encoding;
        Decode(file, facts);
        if (facts.Fault is null && CsvText.IsBlank(facts.Start) && facts.Start.Length < StartLength)
        {
            return Fail(facts, CsvFindingCodes.Empty, 0);
        }

        if (facts.Fault is null || facts.Fault == CsvFindingCodes.EncodingInvalid)
        {
            CsvFindingCode? kind = FromText(facts.Start);
            if (kind is not null)
            {
                return Fail(facts, kind, 0);
            }
        }

        return facts;
    }

    private static void Decode(CsvFile file, CsvFileFacts facts)
    {
        Stream stream = file.Rewind(facts.MarkLength);
        Decoder decoder = facts.Encoding.GetDecoder();
        byte[] bytes = new byte[32768];
        char[] characters = new char[facts.Encoding.GetMaxCharCount(bytes.Length)];
        StringBuilder start = new();
        int line = 1;
        bool afterReturn = false;
        int kinds = 0;
        int read;
        do
        {
            read = stream.Read(bytes, 0, bytes.Length);
            int count = decoder.GetChars(bytes, 0, read, characters, 0, read == 0);
            if (start.Length < StartLength)
            {
                start.Append(characters, 0, Math.Min(count, StartLength - start.Length));
            }

            for (int i = 0; i < count; i++)
            {
                char c = characters[i];
                if (c == '\n')
                {
                    kinds |= afterReturn ? 1 : 2;
                    line += afterReturn ? 0 : 1;
                    afterReturn = false;
                    continue;
                }

                kinds |= afterReturn ? 4 : 0;
                afterReturn = c == '\r';
                line += afterReturn ? 1 : 0;
                if (c == BadByte || c == '\0')
                {
                    facts.Start = start.ToString();
                    Fail(facts, c == '\0' ? CsvFindingCodes.NulByte : CsvFindingCodes.EncodingInvalid, line);
                    return;
                }
            }
        }
        while (read > 0);
        kinds |= afterReturn ? 4 : 0;
        facts.MixedLineEnds = (kinds & (kinds - 1)) != 0;
        facts.Start = start.ToString();
    }

    /// <summary>The encodings returned have no mark of their own, so that a reader does not swallow a second one.</summary>
    private static Encoding? FromMark(byte[] head, int length, out int markLength)
    {
        markLength = 0;
        if (length >= 4 && head[0] == 0xFF && head[1] == 0xFE && head[2] == 0 && head[3] == 0)
        {
            markLength = 4;
            return new UTF32Encoding(false, false);
        }

        if (length >= 4 && head[0] == 0 && head[1] == 0 && head[2] == 0xFE && head[3] == 0xFF)
        {
            markLength = 4;
            return new UTF32Encoding(true, false);
        }

        if (length >= 3 && head[0] == 0xEF && head[1] == 0xBB && head[2] == 0xBF)
        {
            markLength = 3;
            return new UTF8Encoding(false);
        }

        if (length >= 2 && head[0] == 0xFF && head[1] == 0xFE)
        {
            markLength = 2;
            return new UnicodeEncoding(false, false);
        }

        if (length >= 2 && head[0] == 0xFE && head[1] == 0xFF)
        {
            markLength = 2;
            return new UnicodeEncoding(true, false);
        }

        return null;
    }

    private static CsvFindingCode? FromSignature(byte[] head, int length)
    {
        bool Starts(params byte[] signature)
        {
            for (int i = 0; i < signature.Length; i++)
            {
                if (i >= length || head[i] != signature[i])
                {
                    return false;
                }
            }

            return true;
        }

        if (Starts(0x50, 0x4B, 0x03, 0x04) || Starts(0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1))
        {
            return CsvFindingCodes.IsExcel;
        }

        bool isDicom = length > 131 && head[128] == 'D' && head[129] == 'I' && head[130] == 'C' && head[131] == 'M';
        return isDicom || Starts(0x1F, 0x8B) || Starts(0x25, 0x50, 0x44, 0x46) || Starts(0x7B, 0x5C, 0x72, 0x74, 0x66) || Starts(0x89, 0x50, 0x4E, 0x47)
            ? CsvFindingCodes.IsBinary
            : null;
    }

    private static CsvFindingCode? FromText(string start)
    {
        int i = 0;
        while (i < start.Length && (char.IsWhiteSpace(start[i]) || start[i] == '\uFEFF'))
        {
            i++;
        }

        if (i >= start.Length)
        {
            return null;
        }

        if (start[i] == '<')
        {
            string lower = start.Substring(i, Math.Min(2048, start.Length - i)).ToUpperInvariant();
            return lower.Contains("<HTML") || lower.Contains("<!DOCTYPE") || lower.Contains("<TABLE") || lower.Contains("<BODY") || lower.Contains("<DIV")
                ? CsvFindingCodes.IsHtml
                : lower.StartsWith("<?XML", StringComparison.Ordinal) ? CsvFindingCodes.IsXml : null;
        }

        if (start[i] is '{' or '[')
        {
            int next = i + 1;
            while (next < start.Length && char.IsWhiteSpace(start[next]))
            {
                next++;
            }

            return next < start.Length && start[next] is '"' or '{' or '[' or '}' or ']' ? CsvFindingCodes.IsJson : null;
        }

        return null;
    }

    /// <summary>Text in UTF-16 has a zero in nearly every second byte.</summary>
    private static bool LooksLikeUtf16(byte[] head, int length)
    {
        int even = 0;
        int odd = 0;
        for (int i = 0; i < length; i++)
        {
            if (head[i] == 0)
            {
                _ = (i & 1) == 0 ? even++ : odd++;
            }
        }

        int half = length / 2;
        return half >= 2 && Math.Max(even, odd) > half * 2 / 3 && Math.Min(even, odd) < half / 10 + 1;
    }

    private static int Fill(Stream stream, byte[] buffer)
    {
        int total = 0;
        int read;
        while (total < buffer.Length && (read = stream.Read(buffer, total, buffer.Length - total)) > 0)
        {
            total += read;
        }

        return total;
    }

    private static CsvFileFacts Fail(CsvFileFacts facts, CsvFindingCode code, int line)
    {
        facts.Fault = code;
        facts.FaultLine = line;
        return facts;
    }
}

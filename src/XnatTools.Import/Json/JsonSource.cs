using System;
using System.IO;
using System.Text;
using System.Text.Json;

namespace XnatTools.Import.Json;

/// <summary>Bytes that should be JSON: decoded by their mark, parsed leniently where nothing can be misread, and else with a position.</summary>
internal static class JsonSource
{
    private const int MaximumBytes = 256 * 1024 * 1024;

    private static readonly JsonDocumentOptions s_lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 };

    public static byte[] ReadFile(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (!file.Exists)
            {
                throw new XnatException(XnatErrorCode.CsvFileNotFound, "The JSON file does not exist.");
            }

            if (file.Length > MaximumBytes)
            {
                throw new XnatException(XnatErrorCode.JsonInvalid, "The JSON file is larger than 256 MB.");
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream copy = new();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new XnatException(XnatErrorCode.JsonInvalid, "The JSON file cannot be read: check the path and your right to read it.", e);
        }
    }

    public static JsonDocument Parse(byte[] bytes)
    {
        string text = Decode(bytes);
        try
        {
            return JsonDocument.Parse(text, s_lenient);
        }
        catch (JsonException e)
        {
            throw Located(text, e);
        }
        catch (ArgumentException)
        {
            throw new XnatException(XnatErrorCode.JsonInvalid, "The text holds half a character, which no JSON can.");
        }
    }

    private static string Decode(byte[] bytes)
    {
        if (bytes.Length >= 4 && bytes[0] == 0xFF && bytes[1] == 0xFE && (bytes[2] != 0 || bytes[3] != 0))
        {
            return new UnicodeEncoding(false, true).GetString(bytes, 2, bytes.Length - 2);
        }

        if (bytes.Length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
        {
            return new UnicodeEncoding(true, true).GetString(bytes, 2, bytes.Length - 2);
        }

        try
        {
            string text = new UTF8Encoding(false, true).GetString(bytes);

            // Editors that were asked to save "with BOM" twice leave two.
            return text.TrimStart('\uFEFF', '\u200B').TrimEnd('\0', '\u001A');
        }
        catch (DecoderFallbackException e)
        {
            int line = 1;
            for (int i = 0; i < e.Index && i < bytes.Length; i++)
            {
                line += bytes[i] == '\n' ? 1 : 0;
            }

            throw new XnatException(XnatErrorCode.JsonInvalid, $"Line {line} holds a character that is not UTF-8: save the file as UTF-8.", e);
        }
    }

    /// <summary>Says where and, as far as one character tells, what; the parser's own message can quote the file, so it is not kept.</summary>
    private static XnatException Located(string text, JsonException error)
    {
        long line = error.LineNumber ?? 0;
        int start = 0;
        for (long i = 0; i < line; i++)
        {
            int next = text.IndexOf('\n', start);
            if (next < 0)
            {
                break;
            }

            start = next + 1;
        }

        int position = start;
        long bytes = error.BytePositionInLine ?? 0;
        while (bytes > 0 && position < text.Length)
        {
            bool pair = char.IsHighSurrogate(text[position]) && position + 1 < text.Length;
            bytes -= pair ? 4 : text[position] < 0x80 ? 1 : text[position] < 0x800 ? 2 : 3;
            position += pair ? 2 : 1;
        }

        string what = "this is not JSON here";
        if (text.Trim().Length == 0)
        {
            what = "the text is empty";
        }
        else if (position >= text.TrimEnd().Length)
        {
            what = "the text ends before every bracket and quotation mark is closed";
        }
        else
        {
            char c = text[position];
            what = Csv.CsvText.IsDoubleQuote(c) || Csv.CsvText.IsSingleQuote(c) ? "a typographic quotation mark stands where a straight one must"
                : c == '\'' ? "a single quotation mark stands where a double one must"
                : c is '{' or '[' or '"' ? "a comma is missing before this, or a bracket was closed too early"
                : c is '}' or ']' ? "a bracket closes that was not opened, or of the wrong kind"
                : what;
        }

        return new XnatException(XnatErrorCode.JsonInvalid, $"Line {line + 1}, column {position - start + 1}: {what}.");
    }
}

using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;

namespace XnatTools.Import.Profiles;

/// <summary>A value of a profile file and where it stands, so that whatever is wrong with it can be found.</summary>
internal sealed class ProfileValue
{
    private ProfileValue(JsonValueKind kind, int line, int column)
    {
        Kind = kind;
        Line = line;
        Column = column;
    }

    public JsonValueKind Kind { get; }

    public int Line { get; }

    public int Column { get; }

    /// <summary>The text, or the number as it is written.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Members of an object: the name with its place, and the value.</summary>
    public List<(ProfileValue Name, ProfileValue Value)> Members { get; } = [];

    /// <summary>Items of a list.</summary>
    public List<ProfileValue> Items { get; } = [];

    /// <summary>Reads UTF-8 with comments and trailing commas allowed.</summary>
    public static ProfileValue Parse(byte[] bytes)
    {
        int start = bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;
        byte[] text = start == 0 ? bytes : bytes.AsSpan(start).ToArray();
        Utf8JsonReader reader = new(text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 });
        try
        {
            reader.Read();
            ProfileValue value = Read(ref reader, text);
            reader.Read();
            return value;
        }
        catch (JsonException error)
        {
            // The parser's own words quote the text.
            throw Wrong((int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1, "this is not JSON: a quote, comma, colon or bracket is missing or too many");
        }
        catch (InvalidOperationException)
        {
            throw Wrong(1, 1, "a text in the file is not UTF-8");
        }
    }

    /// <summary>An error at this value.</summary>
    public XnatException Wrong(string what) => Wrong(Line, Column, what);

    private static XnatException Wrong(int line, int column, string what) =>
        new(XnatErrorCode.ProfileInvalid, $"Line {line}, column {column} of the profile file: {what}.");

    private static ProfileValue Read(ref Utf8JsonReader reader, byte[] text)
    {
        (int line, int column) = Place(text, (int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ProfileValue @object = new(JsonValueKind.Object, line, column);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    ProfileValue name = Read(ref reader, text);
                    if (@object.Members.Exists(m => string.Equals(m.Name.Text, name.Text, StringComparison.OrdinalIgnoreCase)))
                    {
                        throw name.Wrong($"'{name.Text}' stands here twice");
                    }

                    reader.Read();
                    @object.Members.Add((name, Read(ref reader, text)));
                }

                return @object;
            case JsonTokenType.StartArray:
                ProfileValue list = new(JsonValueKind.Array, line, column);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(Read(ref reader, text));
                }

                return list;
            case JsonTokenType.String or JsonTokenType.PropertyName:
                return new ProfileValue(JsonValueKind.String, line, column) { Text = reader.GetString() ?? "" };
            case JsonTokenType.Number:
                return new ProfileValue(JsonValueKind.Number, line, column) { Text = Encoding.ASCII.GetString(text, (int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex)) };
            case JsonTokenType.True:
                return new ProfileValue(JsonValueKind.True, line, column);
            case JsonTokenType.False:
                return new ProfileValue(JsonValueKind.False, line, column);
            default:
                return new ProfileValue(JsonValueKind.Null, line, column);
        }
    }

    private static (int Line, int Column) Place(byte[] text, int position)
    {
        int line = 1;
        int start = 0;
        for (int i = 0; i < position; i++)
        {
            if (text[i] == (byte)'\n')
            {
                line++;
                start = i + 1;
            }
        }

        return (line, Encoding.UTF8.GetCharCount(text, start, position - start) + 1);
    }
}

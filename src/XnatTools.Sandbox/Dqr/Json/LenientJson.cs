using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>Reads request bodies as the server's JSON set-up does: strings in single quotes are welcome, comments are not.</summary>
internal static class LenientJson
{
    /// <summary>The text with single-quoted strings rewritten in double quotes.</summary>
    public static string Normalize(string text)
    {
        if (text.IndexOf('\'') < 0)
        {
            return text;
        }

        StringBuilder result = new(text.Length + 16);
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quote == '\0')
            {
                quote = c is '"' or '\'' ? c : '\0';
                result.Append(c == '\'' ? '"' : c);
            }
            else if (c == '\\' && i + 1 < text.Length)
            {
                i++;
                if (text[i] != '\'')
                {
                    result.Append('\\');
                }

                result.Append(text[i]);
            }
            else if (c == quote)
            {
                result.Append('"');
                quote = '\0';
            }
            else
            {
                result.Append(c == '"' ? "\\\"" : c.ToString());
            }
        }

        return result.ToString();
    }

    /// <summary>Parses a body; what cannot be read is the server's "malformed JSON".</summary>
    public static JsonNode? Parse(string text)
    {
        try
        {
            JsonNode? node = JsonNode.Parse(Normalize(text));

            // Forces the properties to be read now, so that a doubled key is a fault here and not later.
            if (node is JsonObject body)
            {
                _ = body.Count;
            }

            return node;
        }
        catch (JsonException)
        {
            throw new XapiException(XapiFault.MalformedJson, "Could not read JSON: the body is not well-formed");
        }
        catch (System.ArgumentException)
        {
            throw new XapiException(XapiFault.MalformedJson, "Could not read JSON: a key occurs twice");
        }
    }

    /// <summary>Parses a body that has to be an object.</summary>
    public static JsonObject ParseObject(string text)
        => Parse(text) as JsonObject ?? throw new XapiException(XapiFault.MalformedJson, "Could not read JSON: an object is expected");
}

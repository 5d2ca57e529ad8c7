using System;
using System.Net;
using System.Text;

namespace XnatTools.Client;

/// <summary>Finds what the server said in an error body.</summary>
internal static class ErrorText
{
    private const int Longest = 500;
    private static readonly string[] s_tags = ["h3", "h1", "title"];

    /// <summary>Text of the first h3, h1 or title of a page, else the plain body, else the reason phrase; null when there is none.</summary>
    public static string? From(XnatResponse response)
    {
        string body = response.Text().Trim();
        string? text = body.Length == 0 ? null : response.LooksLikeMarkup() ? FromPage(body) : body;
        text ??= response.Reason;
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        text = text!.Trim();
        return text.Length <= Longest ? text : text.Substring(0, Longest);
    }

    internal static string? FromPage(string page)
    {
        foreach (string tag in s_tags)
        {
            int open = page.IndexOf("<" + tag, StringComparison.OrdinalIgnoreCase);
            int start = open < 0 ? -1 : page.IndexOf('>', open);
            int end = start < 0 ? -1 : page.IndexOf("</" + tag, start, StringComparison.OrdinalIgnoreCase);
            if (end < 0)
            {
                continue;
            }

            string text = WebUtility.HtmlDecode(WithoutTags(page.Substring(start + 1, end - start - 1))).Trim();
            if (text.Length > 0)
            {
                return text;
            }
        }

        return null;
    }

    private static string WithoutTags(string markup)
    {
        StringBuilder text = new(markup.Length);
        bool inTag = false;
        foreach (char c in markup)
        {
            if (c == '<')
            {
                inTag = true;
            }
            else if (c == '>')
            {
                inTag = false;
            }
            else if (!inTag)
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }
}

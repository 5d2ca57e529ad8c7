using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace XnatTools.Client;

/// <summary>A form. .NET Framework's own refuses forms above 65,519 characters, which a batch of sessions exceeds.</summary>
internal static class FormBody
{
    public static HttpContent Make(IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        StringBuilder text = new();
        foreach (KeyValuePair<string, string> field in fields)
        {
            text.Append(text.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(field.Key)).Append('=').Append(Uri.EscapeDataString(field.Value));
        }

        ByteArrayContent content = new(Encoding.ASCII.GetBytes(text.ToString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return content;
    }
}

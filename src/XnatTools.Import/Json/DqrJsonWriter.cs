using System;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using XnatTools.Client;

namespace XnatTools.Import.Json;

/// <summary>Writes a request to import as the server takes it: no null, no unknown key, no study twice, labels that break no script.</summary>
public static class DqrJsonWriter
{
    /// <summary>The request as UTF-8 without a mark.</summary>
    /// <param name="request">What to import, from where and whereto.</param>
    /// <param name="indented">True for people, false for the wire.</param>
    /// <exception cref="XnatException">A study has no UID or is there twice, or a label would break the server's script.</exception>
    public static byte[] Write(DqrImportRequest request, bool indented = true)
    {
        byte[] compact = DqrWrite.Import(request ?? throw new ArgumentNullException(nameof(request)));
        if (!indented)
        {
            return compact;
        }

        using JsonDocument document = JsonDocument.Parse(compact);
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.Default }))
        {
            document.RootElement.WriteTo(writer);
        }

        return stream.ToArray();
    }
}

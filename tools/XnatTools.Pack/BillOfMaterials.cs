using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace XnatTools.Pack;

/// <summary>The bill of materials in CycloneDX 1.5, without a time or a random number, so that equal builds have equal bills.</summary>
internal static class BillOfMaterials
{
    public static string Write(string version, IReadOnlyList<ShippedPackage> packages)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.5");
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            json.WriteStartObject("component");
            json.WriteString("type", "library");
            json.WriteString("name", "XnatTools");
            json.WriteString("version", version);
            Licences(json, "MIT");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("components");
            foreach (ShippedPackage package in packages)
            {
                json.WriteStartObject();
                json.WriteString("type", "library");
                json.WriteString("bom-ref", $"pkg:nuget/{package.Id}@{package.Version}");
                json.WriteString("name", package.Id);
                json.WriteString("version", package.Version);
                json.WriteString("purl", $"pkg:nuget/{package.Id}@{package.Version}");
                Licences(json, package.Licence);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()).Replace(Environment.NewLine, "\n", StringComparison.Ordinal) + "\n";
    }

    private static void Licences(Utf8JsonWriter json, string id)
    {
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        json.WriteStartObject("license");
        json.WriteString("id", id);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}

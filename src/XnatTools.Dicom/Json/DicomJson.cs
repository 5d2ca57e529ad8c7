using System;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace XnatTools.Dicom;

/// <summary>The DICOM JSON model (PS3.18 annex F), out and in.</summary>
public static class DicomJson
{
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions s_indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>Writes a data set. Values that stay in the file, and pixel data in fragments, are named without their bytes.</summary>
    public static string Write(DicomDataset dataset, bool indented = false) =>
        Write(dataset, indented ? new DicomJsonOptions { Indented = true } : DicomJsonOptions.s_default);

    /// <summary>Writes a data set, with a choice of what becomes of large values.</summary>
    public static string Write(DicomDataset dataset, DicomJsonOptions options)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, options.Indented ? s_indented : s_plain))
        {
            new DicomJsonWriter(writer, options).WriteDataset(dataset ?? throw new ArgumentNullException(nameof(dataset)));
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Reads a data set; its text is written in UTF-8 (ISO_IR 192).</summary>
    /// <exception cref="DicomException">Not of the model.</exception>
    public static DicomDataset Read(string json) => Read(json, DicomJsonOptions.s_default);

    /// <summary>Reads a data set; its text is written in UTF-8 (ISO_IR 192).</summary>
    /// <exception cref="DicomException">Not of the model, or a value stands elsewhere and cannot be had.</exception>
    public static DicomDataset Read(string json, DicomJsonOptions options)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(json ?? throw new ArgumentNullException(nameof(json)));
            return new DicomJsonReader(options).ReadDataset(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new DicomException(DicomErrorCode.ValueInvalid, "This is not DICOM JSON.", e);
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using Microsoft.AspNetCore.Http;
using XnatTools.Dicom;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Services;

/// <summary>
/// services/dicomdump (specification 19): the first object's header, values HTML-escaped and cut at 255 characters, sequences one
/// level down. A fault lets it answer with another session's header, as the real one may when it is asked in parallel.
/// </summary>
internal static class DicomDump
{
    private const int MaxValue = 255;

    // The file that was read before, as the server keeps it in process-wide objects.
    private static readonly object s_sync = new();
    private static string? s_lastFile;

    internal static void Add(LegacyRouter router) => router.Add("services/dicomdump", Dump);

    private static IResult Dump(LegacyCall call)
    {
        if (!call.IsGet)
        {
            return LegacyCall.NotAllowed();
        }

        if (call.Param("src") is not { Length: > 0 } src)
        {
            return Answer.HtmlError(400, "No src given.");
        }

        if (!TryFields(call, out HashSet<DicomTag> fields))
        {
            return Answer.HtmlError(400, "Invalid field.");
        }

        lock (call.State.Sync)
        {
            if (DumpFiles.Find(call, src, out IResult? refusal) is not List<string> files)
            {
                return refusal!;
            }

            Table table = new("tag1", "tag2", "vr", "value", "desc");
            string? file = files.FirstOrDefault();
            if (file is not null)
            {
                lock (s_sync)
                {
                    string chosen = call.Context.Faults.Take(FaultNames.DumpMix, src) && s_lastFile is not null ? s_lastFile : file;
                    s_lastFile = file;
                    file = chosen;
                }

                try
                {
                    using DicomFile dicom = DicomFile.Open(file, DicomReadOptions.Header);
                    Fill(table, dicom.Dataset, fields);
                }
                catch (DicomException)
                {
                    return Answer.HtmlError(404);
                }
            }

            return TableFormats.Answer(call, table);
        }
    }

    // A keyword, eight hexadecimal digits, or tag:subkey; the same one twice is an error.
    private static bool TryFields(LegacyCall call, out HashSet<DicomTag> fields)
    {
        fields = [];
        foreach (string field in call.All("field"))
        {
            string name = field.Split(':')[0];
            if (!DicomTag.TryParse(name, out DicomTag tag))
            {
                if (!DicomDictionary.Standard.TryGetKeyword(name, out DicomDictionaryEntry? entry))
                {
                    return false;
                }

                tag = entry.Tag;
            }

            if (!fields.Add(tag))
            {
                return false;
            }
        }

        return true;
    }

    private static void Fill(Table table, DicomDataset dataset, HashSet<DicomTag> fields)
    {
        foreach (DicomElement element in dataset)
        {
            if (element.Tag == DicomTags.PixelData || (fields.Count > 0 && !fields.Contains(element.Tag)))
            {
                continue;
            }

            if (element.Items is not IReadOnlyList<DicomDataset> items)
            {
                table.Add(element.Tag.ToString(), "", element.VR.ToString(), Value(dataset, element), Name(dataset, element.Tag));
                continue;
            }

            foreach (DicomDataset item in items)
            {
                table.Add(element.Tag.ToString(), element.Tag.ToString(), "SQ", "", Name(dataset, element.Tag));
                foreach (DicomElement inner in item)
                {
                    table.Add(
                        element.Tag.ToString(), inner.Tag.ToString(), inner.VR.ToString(), inner.IsSequence ? "" : Value(item, inner), Name(item, inner.Tag));
                }
            }
        }
    }

    private static string Value(DicomDataset dataset, DicomElement element)
    {
        string text = dataset.GetText(element, MaxValue) ?? "";
        return WebUtility.HtmlEncode(text.Length > MaxValue ? text[..MaxValue] : text);
    }

    private static string Name(DicomDataset dataset, DicomTag tag) =>
        WebUtility.HtmlEncode(dataset.TryGetDictionaryEntry(tag, out DicomDictionaryEntry? entry) ? entry.Name : "?");
}

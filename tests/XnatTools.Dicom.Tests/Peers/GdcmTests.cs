using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Peers;

/// <summary>Every element of every corpus file, nested ones too, as GDCM reads it.</summary>
[Trait("Category", "Peer")]
public class GdcmTests
{
    [SkippableFact]
    public async Task Elements_agree_with_gdcm()
    {
        using PythonPeer peer = PythonPeer.Start("dump_gdcm.py", Corpus.Files());
        List<string> differences = [];
        int compared = 0;
        int elements = 0;
        while (await peer.ReadLineAsync() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (!document.RootElement.TryGetProperty("elements", out JsonElement theirs))
            {
                continue;
            }

            string path = document.RootElement.GetProperty("file").GetString()!;
            try
            {
                using DicomFile file = DicomFile.Open(path);
                Compare(file, Path.GetFileName(path), theirs, differences, ref elements);
                compared++;
            }
            catch (DicomException e)
            {
                differences.Add($"{Path.GetFileName(path)}: refused by us only: {e.Message}");
            }
        }

        string complaint = await peer.EndAsync("python3-gdcm");
        Assert.True(differences.Count == 0, $"{differences.Count} differences\n" + string.Join("\n", differences.Take(60)));
        Assert.True(compared > 120 && elements > 15000, $"{compared} files, {elements} elements. {complaint}");
    }

    private static void Compare(DicomFile file, string name, JsonElement theirs, List<string> differences, ref int elements)
    {
        Dictionary<string, FlatElement> ours = [];
        FlatElement.Flatten(file.Meta, "", ours);
        FlatElement.Flatten(file.Dataset, "", ours);
        foreach (JsonElement row in theirs.EnumerateArray())
        {
            elements++;
            string key = row[0].GetString()!;
            string vr = row[1].GetString()!;
            long length = row[2].GetInt64();
            if (!ours.Remove(key, out FlatElement? mine))
            {
                differences.Add($"{name} {key} {vr}: we have not");
                continue;
            }

            // GDCM evens odd lengths out, and fills up what a file that was cut off does not have.
            bool evened = mine.Length % 2 != 0 && length == mine.Length + 1;
            bool filled = file.IsDamaged && mine.Element.Tag == DicomTags.PixelData && length > mine.Length;
            if (evened || filled)
            {
                continue;
            }

            if (mine.Length != length || (length >= 0 && mine.VR != "SQ" && mine.Hash != row[3].GetString() && mine.LittleHash != row[3].GetString()))
            {
                differences.Add($"{name} {key} {mine.VR} {mine.Length}: theirs {vr} {length.ToString(CultureInfo.InvariantCulture)}");
            }
            else if (vr is not ("??" or "UN") && vr != mine.VR && !(mine.VR == "UN"))
            {
                differences.Add($"{name} {key} {mine.VR}: theirs {vr}");
            }
        }

        differences.AddRange(ours.Keys.Select(key => $"{name} {key} {ours[key].VR}: they have not"));
    }
}

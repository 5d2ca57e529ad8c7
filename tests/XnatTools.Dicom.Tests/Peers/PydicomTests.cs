using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests.Peers;

/// <summary>Every element of every corpus file, nested ones too: bytes and decoded text as pydicom reads them.</summary>
[Trait("Category", "Peer")]
public class PydicomTests
{
    /// <summary>What pydicom makes otherwise of files that are broken; DCMTK and GDCM, where they read them, agree with us.</summary>
    private static readonly HashSet<string> s_explained =
    [
        // Fragments that are cut off are had as far as they go; pydicom drops the element.
        "fodicom__GH1339.dcm (7FE0,0010)",
        "pydicom__emri_small_jpeg_2k_lossless_too_short.dcm (7FE0,0010)",

        // A representation of two blanks: we read two bytes and go on, pydicom takes the rest of the file for the value.
        "fodicom__GH179B.dcm (0028,0120)",
        "fodicom__GH179B.dcm (2031,0028)",

        // Of the same tag twice the first counts with us and the last one with pydicom.
        "made__duplicate_tag.dcm (0040,0244)",
        "made__tags_out_of_order.dcm (0020,0010)",
    ];

    [SkippableFact]
    public async Task Elements_agree_with_pydicom()
    {
        using PythonPeer peer = PythonPeer.Start("dump_elements.py", Corpus.Files());
        List<string> differences = [];
        int compared = 0;
        int elements = 0;
        while (await peer.ReadLineAsync() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            string path = document.RootElement.GetProperty("file").GetString()!;
            if (!document.RootElement.TryGetProperty("elements", out JsonElement theirs))
            {
                continue;
            }

            Compare(path, theirs, differences, ref elements);
            compared++;
        }

        string complaint = await peer.EndAsync("pydicom");
        differences.RemoveAll(line => s_explained.Contains(line.Substring(0, Math.Min(line.Length, line.IndexOf(')', StringComparison.Ordinal) + 1))));
        Assert.True(differences.Count == 0, $"{differences.Count} differences\n" + string.Join("\n", differences.Take(40)));
        Assert.True(compared > 140 && elements > 25000, $"{compared} files, {elements} elements. {complaint}");
    }

    [SkippableFact]
    public async Task Frames_of_encapsulated_pixel_data_agree_with_pydicom()
    {
        using PythonPeer peer = PythonPeer.Start("dump_frames.py", Corpus.Files());
        List<string> differences = [];
        int compared = 0;
        int frames = 0;
        while (await peer.ReadLineAsync() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (!document.RootElement.TryGetProperty("frames", out JsonElement theirs))
            {
                continue;
            }

            string path = document.RootElement.GetProperty("file").GetString()!;
            using DicomFile file = DicomFile.Open(path);
            string[] ours;
            try
            {
                ours = Hashes(file.GetFrames());
            }
            catch (DicomException e)
            {
                ours = [e.Message];
            }

            string[] expected = theirs.EnumerateArray().Select(row => row[0].GetInt64() + " " + row[1].GetString()).ToArray();
            if (!ours.SequenceEqual(expected))
            {
                differences.Add($"{Path.GetFileName(path)}: {string.Join(", ", ours.Take(3))}; theirs {string.Join(", ", expected.Take(3))}");
            }

            compared++;
            frames += ours.Length;
        }

        string complaint = await peer.EndAsync("pydicom");
        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.True(compared > 50 && frames > 100, $"{compared} files, {frames} frames. {complaint}");
    }

    private static string[] Hashes(DicomFrames frames)
    {
        string[] hashes = new string[frames.Count];
        for (int i = 0; i < hashes.Length; i++)
        {
            using Stream stream = frames.Open(i);
            hashes[i] = frames.GetLength(i).ToString(CultureInfo.InvariantCulture) + " " + Convert.ToHexStringLower(SHA1.HashData(stream));
        }

        return hashes;
    }

    private static void Compare(string path, JsonElement theirs, List<string> differences, ref int elements)
    {
        string name = Path.GetFileName(path);
        DicomFile file;
        try
        {
            file = DicomFile.Open(path);
        }
        catch (DicomException e) when (e.Code == DicomErrorCode.NotDicom)
        {
            return;
        }

        using (file)
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
                if (length == -2 || key == "(0000,0000)")
                {
                    continue;
                }

                if (!ours.Remove(key, out FlatElement? mine))
                {
                    differences.Add($"{name} {key} {vr}: we have not");
                    continue;
                }

                if (mine.VR == "SQ" != (vr == "SQ"))
                {
                    if (vr != "UN" && mine.VR != "UN")
                    {
                        differences.Add($"{name} {key}: {mine.VR}, theirs {vr}");
                    }

                    continue;
                }

                if (length != -3 && (mine.Length != length || (mine.Hash != row[3].GetString() && length >= 0)))
                {
                    differences.Add($"{name} {key} {vr}: {mine.Length} bytes {mine.Hash}, theirs {length} {row[3]}");
                }

                string? text = row[4].GetString();
                if (text is not null && mine.Text is not null && Normal(text) != Normal(mine.Text))
                {
                    differences.Add($"{name} {key} {vr} [{file.Dataset.CharacterSet.Name}]: '{Normal(mine.Text)}', theirs '{Normal(text)}'");
                }
            }

            foreach (string key in ours.Keys)
            {
                // Inside a private sequence in UN pydicom may see bytes where we see items, or the other way round.
                if (!theirs.EnumerateArray().Any(row => key.StartsWith(row[0].GetString()! + "[", StringComparison.Ordinal) && row[1].GetString() is "UN" or "OB"))
                {
                    differences.Add($"{name} {key} {ours[key].VR}: they have not");
                }
            }
        }
    }

    private static string Normal(string text) => string.Join("\\", text.Split('\\').Select(part => part.Trim(' ', '\0', '^', '=').Replace("\r\n", "\n", StringComparison.Ordinal)));
}

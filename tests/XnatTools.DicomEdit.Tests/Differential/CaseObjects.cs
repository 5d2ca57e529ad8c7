using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit.Tests.Differential;

/// <summary>Objects that recorded scripts run on, made the same each time: plain ones, nested, private, of many representations.</summary>
internal static class CaseObjects
{
    public const int Count = 16;

    public static DicomFile Make(int index)
    {
        DicomDataset dataset = new();
        string set = (index % 4) switch { 1 => "ISO_IR 100", 2 => "ISO_IR 192", 3 => "ISO_IR 144", _ => "" };
        if (set.Length > 0)
        {
            dataset.SetString(DicomTags.SpecificCharacterSet, set);
        }

        Basics(dataset, index);
        if (index % 2 == 1)
        {
            Numbers(dataset, index);
        }

        if (index % 3 != 0)
        {
            Nested(dataset, index);
        }

        if (index % 5 != 0)
        {
            Private(dataset, index, nested: index % 3 == 1);
        }

        return new DicomFile(dataset) { IsStrict = false };
    }

    private static void Put(DicomDataset dataset, uint tag, string vr, string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        if (bytes.Length % 2 != 0)
        {
            Array.Resize(ref bytes, bytes.Length + 1);
            bytes[^1] = vr == "UI" || vr == "UN" || vr == "OB" ? (byte)0 : (byte)' ';
        }

        dataset.Set(new DicomElement(new DicomTag(tag), DicomVR.Parse(vr), bytes));
    }

    private static void Basics(DicomDataset dataset, int index)
    {
        string n = index.ToString(CultureInfo.InvariantCulture);
        dataset.SetString(DicomTags.SopClassUid, "1.2.840.10008.5.1.4.1.1.2");
        dataset.SetString(DicomTags.SopInstanceUid, "1.2.840.99999.7.1.1." + n);
        Put(dataset, 0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL");
        Put(dataset, 0x00080020, "DA", "20310510");
        Put(dataset, 0x00080021, "DA", index % 3 == 0 ? "" : "20310511");
        if (index % 2 == 0)
        {
            Put(dataset, 0x00080022, "DA", "203105");
            Put(dataset, 0x0008002A, "DT", "20310615081530.250+0100");
        }

        Put(dataset, 0x00080030, "TM", "101112");
        Put(dataset, 0x00080050, "SH", "ACC" + n);
        Put(dataset, 0x00080060, "CS", (index % 3) switch { 0 => "CT", 1 => "MR", _ => "US" });
        Put(dataset, 0x00080080, "LO", "  Some Hospital ");
        Put(dataset, 0x00080090, "PN", "Ref^Doctor");
        Put(dataset, 0x0008103E, "LO", "Thorax 5mm");
        dataset.SetString(new DicomTag(0x00100010), (index % 4) switch { 1 => "M\u00FCller^Zo\u00EB", 2 => "\u5C71\u7530^\u592A\u90CE", 3 => "\u041B\u044E\u043A^\u0412", _ => "Sample^Patient" });
        Put(dataset, 0x00100020, "LO", "P7" + n);
        Put(dataset, 0x00100030, "DA", index % 4 == 0 ? "19300101" : "19850315");
        Put(dataset, 0x00101010, "AS", index % 4 == 0 ? "101Y" : "046Y");
        Put(dataset, 0x00101000, "LO", "OLD1\\OLD2\\P7" + n);
        Put(dataset, 0x00104000, "LT", "seen P7" + n + " \\ twice");
        Put(dataset, 0x00181030, "LO", "CHEST routine");
        dataset.SetString(DicomTags.StudyInstanceUid, "1.2.840.99999.7.1");
        dataset.SetString(DicomTags.SeriesInstanceUid, "1.2.840.99999.7.1." + n);
        Put(dataset, 0x00200010, "SH", "");
        Put(dataset, 0x00200013, "IS", "12");
        Put(dataset, 0x00280030, "DS", "0.50\\0.75");
        Put(dataset, 0x00400254, "LO", "P7" + n);
    }

    private static void Numbers(DicomDataset dataset, int index)
    {
        dataset.SetInt32(new DicomTag(0x00280010), 512);
        dataset.SetInt32(new DicomTag(0x00280011), 65535);
        dataset.SetString(new DicomTag(0x00280009), "(0018,1063)", "(0018,1065)");
        dataset.SetString(new DicomTag(0x00189073), "30.5");
        dataset.SetString(new DicomTag(0x00189074), "20310510101010.5");
        dataset.SetString(new DicomTag(0x00189087), "1000");
        dataset.SetString(new DicomTag(0x00186020), "-7");
        dataset.SetString(new DicomTag(0x00186028), "0.1");
        dataset.SetString(new DicomTag(0x00281052), "-1024");
        dataset.SetString(new DicomTag(0x00720074), "1.5", "2.25");
        Put(dataset, 0x00420011, "OB", "%PDF-fake");
        Put(dataset, 0x60003000, "OB", "\u0001\u0002");
        Put(dataset, 0x60020022, "LO", "overlay two");
        Put(dataset, 0x60010010, "LO", "ODD ONE");
        Put(dataset, 0x50000022, "LO", index % 2 == 1 ? "curve" : "");
        Put(dataset, 0x00091000, "UN", "orphan");
    }

    private static void Nested(DicomDataset dataset, int index)
    {
        DicomDataset first = new();
        Put(first, 0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.2");
        Put(first, 0x00081155, "UI", "1.2.3");
        Put(first, 0x00100010, "PN", "Inner^Name");
        DicomDataset second = new();
        Put(second, 0x00081155, "UI", "1.2");
        Put(second, 0x00080020, "DA", "20300101");
        DicomDataset deep = new();
        Put(deep, 0x00080100, "SH", "T-1");
        Put(deep, 0x00080104, "LO", "Deep meaning");
        Put(deep, 0x00100020, "LO", "P7" + index.ToString(CultureInfo.InvariantCulture));
        second.SetItems(new DicomTag(0x0040A170), deep);
        Private(second, index, nested: false);
        dataset.SetItems(new DicomTag(0x00081140), first, second);
        DicomDataset request = new();
        Put(request, 0x00400007, "LO", "CT head");
        Put(request, 0x00401001, "SH", "REQ1");
        Put(request, 0x00080050, "SH", "");
        dataset.SetItems(new DicomTag(0x00400275), request);
        if (index % 2 == 0)
        {
            dataset.SetItems(new DicomTag(0x00321064));
        }
    }

    private static void Private(DicomDataset dataset, int index, bool nested)
    {
        Put(dataset, 0x00290010, "LO", "ACME");
        Put(dataset, 0x00291002, "LO", "first value");
        Put(dataset, 0x00291003, "UN", "second val");
        Put(dataset, 0x00190010, "LO", "SIEMENS MR HEADER");
        Put(dataset, 0x00191008, "CS", "IMAGE NUM 4");
        Put(dataset, 0x0019100C, "IS", "1000");
        if (index % 2 == 0)
        {
            Put(dataset, 0x00290012, "LO", "ACME");
            Put(dataset, 0x00291202, "LO", "other block");
            Put(dataset, 0x00290011, "LO", "OTHER CO 1.0");
            Put(dataset, 0x00291102, "LO", "others");
        }

        if (nested)
        {
            DicomDataset inner = new();
            Put(inner, 0x00290010, "LO", "ACME");
            Put(inner, 0x00291002, "LO", "inner value");
            Put(inner, 0x00100020, "LO", "HIDDEN");
            DicomDataset other = new();
            Put(other, 0x00100010, "PN", "In^Private");
            dataset.SetItems(new DicomTag(0x00291010), inner, other);
        }
    }

    /// <summary>The object as lines of path, representation and bytes, as the recording has them.</summary>
    public static List<string> Dump(DicomDataset meta, DicomDataset dataset)
    {
        List<string> lines = [];
        Dump(meta, "", lines);
        Dump(dataset, "", lines);
        return lines;
    }

    private static void Dump(DicomDataset dataset, string prefix, List<string> lines)
    {
        foreach (DicomElement element in dataset)
        {
            if (element.Tag.Element == 0)
            {
                continue;
            }

            string path = prefix + element.Tag.ToHex();
            if (element.Items is { } items)
            {
                lines.Add($"{path}|SQ|{items.Count}");
                for (int i = 0; i < items.Count; i++)
                {
                    Dump(items[i], $"{path}[{i}].", lines);
                }
            }
            else if (element.Fragments is not null)
            {
                lines.Add($"{path}|{element.VR}|frag");
            }
            else
            {
                byte[] bytes = element.ToBytes();
                lines.Add($"{path}|{element.VR}|{Convert.ToHexString(bytes.AsSpan(0, Math.Min(600, bytes.Length)))}");
            }
        }
    }
}

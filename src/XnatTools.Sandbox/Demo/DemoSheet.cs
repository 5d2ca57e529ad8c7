using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using XnatTools.Dicom;
using XnatTools.Import.Series;
using XnatTools.Sandbox.Pacs;

namespace XnatTools.Sandbox.Demo;

/// <summary>The CSV file of the demo, damaged the way spreadsheets damage it, and what must become of each line.</summary>
internal sealed class DemoSheet
{
    private readonly List<DemoLine> _lines = [];
    private readonly Dictionary<string, string> _subjects = new(StringComparer.Ordinal);

    private DemoSheet(string[] headings) => Headings = headings;

    public string[] Headings { get; }

    public IReadOnlyList<DemoLine> Lines => _lines;

    /// <summary>Every study by its UID; for folders about which nothing is known.</summary>
    public static DemoSheet OfEveryStudy(PacsIndex index)
    {
        DemoSheet sheet = new(["StudyUID", "\u200BSubject"]);
        foreach (PacsStudyNode study in index.Studies)
        {
            string subject = sheet.SubjectOf(study);
            string padding = sheet._lines.Count % 3 == 0 ? "\u00A0" : "";
            sheet._lines.Add(new DemoLine([study.Uid + padding, subject], ImportOutcome.Archived, study.Uid));
        }

        return sheet;
    }

    /// <summary>Made studies by accession number, or patient and date, with every kind of damage and some lines that cannot succeed.</summary>
    public static DemoSheet OfCohort(PacsIndex index)
    {
        DemoSheet sheet = new(["Accession No", " MRN", "Exam\u00A0Date", "\u200BSubject"]);
        HashSet<string> accessions = Unique(index, DicomTags.AccessionNumber);
        HashSet<string> days = Unique(index, DicomTags.PatientId, DicomTags.StudyDate);
        foreach (PacsStudyNode study in index.Studies.OrderBy(s => s.Header.GetString(DicomTags.StudyDate), StringComparer.Ordinal))
        {
            string accession = study.Header.GetString(DicomTags.AccessionNumber) ?? "";
            string patient = study.Header.GetString(DicomTags.PatientId) ?? "";
            string date = study.Header.GetString(DicomTags.StudyDate) ?? "";
            string subject = sheet.SubjectOf(study);
            int kind = sheet._lines.Count % 9;
            bool byDay = days.Contains(patient + "\n" + date) && (kind is 3 or 7 || !accessions.Contains(accession));
            string[] asked = byDay
                ? ["", patient, kind == 7 ? Dashed(date, '/') : Dashed(date, '-')]
                : [Damage(accession, kind), "", ""];
            bool nothingLeft = study.Series.TrueForAll(s => SeriesPolicy.IsDoseOrProtocol(s.Header.GetString(DicomTags.SeriesDescription)));
            sheet._lines.Add(new DemoLine([.. asked, subject], nothingLeft ? ImportOutcome.Excluded : ImportOutcome.Archived, study.Uid));
        }

        sheet.AddTrouble(index);
        return sheet;
    }

    /// <summary>Writes it: byte order mark, semicolons, CRLF, blank lines, commas too many.</summary>
    public void Write(string path)
    {
        StringBuilder text = new();
        text.Append(string.Join(";", Headings)).Append("\r\n");
        for (int i = 0; i < _lines.Count; i++)
        {
            text.Append(string.Join(";", _lines[i].Cells)).Append(i % 5 == 2 ? ";;" : "").Append("\r\n");
            if (i == _lines.Count / 2)
            {
                text.Append("\r\n");
            }
        }

        File.WriteAllText(path, text.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
    }

    private static string Damage(string value, int kind) => kind switch
    {
        0 => value + "\u00A0",
        2 => "\"=\"\"" + value + "\"\"\"",
        4 => "\"\"\"" + value + "\"\"\"",
        5 => "'" + value,
        6 => value.Insert(value.Length / 2, "\u200B"),
        8 => " " + value + "  ",
        _ => value,
    };

    private static string Dashed(string date, char dash) => date.Length == 8 ? date[..4] + dash + date[4..6] + dash + date[6..] : date;

    /// <summary>Values, joined over some elements, that exactly one study has.</summary>
    private static HashSet<string> Unique(PacsIndex index, params DicomTag[] tags) =>
        [.. index.Studies.Select(s => string.Join("\n", tags.Select(t => s.Header.GetString(t) ?? "")))
            .Where(v => v.Length > 0).GroupBy(v => v, StringComparer.Ordinal).Where(g => g.Count() == 1).Select(g => g.Key)];

    /// <summary>Lines that must not bring a study, each with its own reason, and one that is there twice.</summary>
    private void AddTrouble(PacsIndex index)
    {
        DemoLine first = _lines[0];
        _lines.Insert(3, new DemoLine(["", "", "2024-03-07", "S900"], ImportOutcome.Invalid));
        _lines.Insert(6, new DemoLine(["NOSUCH01", "", "", "S901"], ImportOutcome.NotFound));
        _lines.Insert(8, new DemoLine(["1.23E+11", "", "", "S902"], ImportOutcome.Invalid));
        string zeros = index.Studies[0].Header.GetString(DicomTags.AccessionNumber) ?? "";
        _lines.Insert(7, new DemoLine([zeros.StartsWith('0') ? zeros.TrimStart('0') : "4711", "", "", "S904"], ImportOutcome.NotFound));
        _lines.Insert(9, first with { Expected = first.Expected == ImportOutcome.Archived ? ImportOutcome.Duplicate : first.Expected });
        _lines.Add(new DemoLine(["A*", "", "", "S903"], ImportOutcome.Invalid));
        IGrouping<string, PacsStudyNode>? several = index.Studies.GroupBy(s => s.Header.GetString(DicomTags.PatientId) ?? "").FirstOrDefault(g => g.Key.Length > 0 && g.Count() > 1);
        if (several is not null)
        {
            string subject = _subjects[several.Key];
            _lines.Add(new DemoLine(["", several.Key, "", subject], ImportOutcome.Ambiguous));
        }
    }

    /// <summary>One subject label a patient; the sessions are numbered later.</summary>
    private string SubjectOf(PacsStudyNode study)
    {
        // As the labelling tells patients apart: by ID, else by name, else not at all.
        string patient = study.Header.GetString(DicomTags.PatientId) is { Length: > 0 } id ? id
            : study.Header.GetString(DicomTags.PatientName) is { Length: > 0 } name ? "name " + name
            : "study " + study.Uid;
        if (!_subjects.TryGetValue(patient, out string? subject))
        {
            subject = string.Create(CultureInfo.InvariantCulture, $"S{_subjects.Count + 1:000}");
            _subjects.Add(patient, subject);
        }

        return subject;
    }
}

using System;
using System.Collections.Generic;

namespace XnatTools;

/// <summary>
/// The labels a study gets on its way into XNAT. Keys are the DQR plugin's closed set (specs/xnat-dqr-api.md 5.1 and 6.1);
/// null means "leave as it is", the empty string means "set the tag to empty".
/// </summary>
public sealed class RelabelMap
{
    /// <summary>No relabelling at all.</summary>
    public static RelabelMap Empty { get; } = new();

    public RelabelMap()
    {
    }

    internal RelabelMap(RelabelMap other)
    {
        Subject = other.Subject;
        Session = other.Session;
        PatientName = other.PatientName;
        PatientId = other.PatientId;
        StudyId = other.StudyId;
        AccessionNumber = other.AccessionNumber;
        StudyDate = other.StudyDate;
        PatientBirthDate = other.PatientBirthDate;
    }

    /// <summary>XNAT subject label: sets (0010,0010) and (0010,0020).</summary>
    public string? Subject { get; internal init; }

    /// <summary>XNAT session label: sets (0020,0010) and (0008,0050).</summary>
    public string? Session { get; internal init; }

    /// <summary>(0010,0010).</summary>
    public string? PatientName { get; internal init; }

    /// <summary>(0010,0020).</summary>
    public string? PatientId { get; internal init; }

    /// <summary>(0020,0010).</summary>
    public string? StudyId { get; internal init; }

    /// <summary>(0008,0050).</summary>
    public string? AccessionNumber { get; internal init; }

    /// <summary>(0008,0020), yyyyMMdd.</summary>
    public string? StudyDate { get; internal init; }

    /// <summary>(0010,0030), yyyyMMdd.</summary>
    public string? PatientBirthDate { get; internal init; }

    /// <summary>True when nothing would be changed.</summary>
    public bool IsEmpty => Subject is null && Session is null && PatientName is null && PatientId is null && StudyId is null
        && AccessionNumber is null && StudyDate is null && PatientBirthDate is null;

    /// <summary>The non-null entries under the plugin's own headings, in a fixed order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ToEntries()
    {
        List<KeyValuePair<string, string>> entries = [];
        foreach ((string key, string? value) in new[]
        {
            ("Subject", Subject), ("Session", Session), ("Relabel Patient Name", PatientName), ("Relabel Patient ID", PatientId),
            ("Relabel Study ID", StudyId), ("Relabel Accession Number", AccessionNumber), ("Relabel Study Date", StudyDate),
            ("Relabel Patient Birth Date", PatientBirthDate),
        })
        {
            if (value is not null)
            {
                entries.Add(new KeyValuePair<string, string>(key, value));
            }
        }

        return entries;
    }

    /// <summary>The same map with other subject and session labels; null keeps what is there.</summary>
    public RelabelMap With(string? subject, string? session) =>
        new(this) { Subject = subject ?? Subject, Session = session ?? Session };

    /// <summary>Equal when every entry is equal, by code point.</summary>
    public bool SameAs(RelabelMap? other)
    {
        if (other is null)
        {
            return false;
        }

        IReadOnlyList<KeyValuePair<string, string>> mine = ToEntries();
        IReadOnlyList<KeyValuePair<string, string>> theirs = other.ToEntries();
        if (mine.Count != theirs.Count)
        {
            return false;
        }

        for (int i = 0; i < mine.Count; i++)
        {
            if (!string.Equals(mine[i].Key, theirs[i].Key, StringComparison.Ordinal) || !string.Equals(mine[i].Value, theirs[i].Value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The two labels; they are pseudonyms and safe to show.</summary>
    public override string ToString() => $"{Subject ?? "-"}/{Session ?? "-"}";
}

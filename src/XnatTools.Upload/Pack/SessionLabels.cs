using System;
using XnatTools.Dicom;

namespace XnatTools.Upload;

/// <summary>
/// Writes labels into the headers that XNAT files by when it is told nothing else: subject into Patient's Name (0010,0010), session
/// into Patient ID (0010,0020), and all three into Patient Comments (0010,4000), whose "Project:" XNAT reads before any other
/// header (specification of the core API, 21). Receivers of the DQR plugin take the session from Study ID (0020,0010), else
/// Accession Number (0008,0050), so both hold it too, as the plugin's own relabelling has it. Nothing else changes: this is
/// no de-identification.
/// </summary>
public sealed class SessionLabels
{
    private const int LongestShortString = 16;

    /// <summary>Creates labels.</summary>
    /// <exception cref="XnatException">LabelInvalid: a label with other characters than letters, digits, _ and -.</exception>
    public SessionLabels(string project, string subject, string session)
    {
        Project = Valid(project);
        Subject = Valid(subject);
        Session = Valid(session);
    }

    public string Project { get; }

    public string Subject { get; }

    public string Session { get; }

    /// <summary>
    /// The labels of an import, or null. With them the header gets what XNAT's importer would write (specification of the DQR plugin,
    /// 5.1): the subject as patient's name and id, the session as study id and accession number, unless the map names others.
    /// </summary>
    public RelabelMap? Map { get; init; }

    /// <summary>Writes them into a file that was opened.</summary>
    public void Apply(DicomFile file)
    {
        DicomDataset dataset = file.Dataset;
        string studyId = Map?.StudyId ?? Session;
        string accession = Map?.AccessionNumber ?? Session;
        dataset.SetString(DicomTags.PatientName, Map?.PatientName ?? Subject);
        dataset.SetString(DicomTags.PatientId, Map is null ? Session : Map.PatientId ?? Subject);
        dataset.SetString(DicomTags.StudyId, studyId);
        dataset.SetString(DicomTags.AccessionNumber, accession);
        dataset.SetString(DicomTags.PatientComments, $"Project:{Project} Subject:{Subject} Session:{Session}");
        if (Map?.StudyDate is string date)
        {
            dataset.SetString(DicomTags.StudyDate, date);
        }

        if (Map?.PatientBirthDate is string birth)
        {
            dataset.SetString(DicomTags.PatientBirthDate, birth);
        }

        if (studyId.Length > LongestShortString || accession.Length > LongestShortString)
        {
            // A longer label than the standard allows there (SH) is what XNAT itself writes and reads.
            file.IsStrict = false;
        }
    }

    // XNAT makes anything else an underscore, and a long string of 64 characters is all that (0010,0020) holds.
    private static string Valid(string label)
    {
        foreach (char c in label)
        {
            if (!(c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-'))
            {
                throw new XnatException(XnatErrorCode.LabelInvalid, "A project, subject or session label has a character that XNAT replaces.");
            }
        }

        return label.Length is > 0 and <= 64
            ? label
            : throw new XnatException(XnatErrorCode.LabelInvalid, "A project, subject or session label is empty or longer than 64 characters.");
    }
}

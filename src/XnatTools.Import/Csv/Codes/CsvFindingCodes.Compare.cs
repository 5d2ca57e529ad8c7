namespace XnatTools.Import.Csv;

/// <summary>Findings about rows compared.</summary>
public static partial class CsvFindingCodes
{
    public static CsvFindingCode DuplicateRow { get; private set; } = null!;

    public static CsvFindingCode StudyTwoLabels { get; private set; } = null!;

    public static CsvFindingCode SessionRepeated { get; private set; } = null!;

    public static CsvFindingCode SessionCaseOnly { get; private set; } = null!;

    public static CsvFindingCode SubjectCaseOnly { get; private set; } = null!;

    public static CsvFindingCode PatientTwoSubjects { get; private set; } = null!;

    public static CsvFindingCode SubjectTwoPatients { get; private set; } = null!;

    public static CsvFindingCode LabelLookAlike { get; private set; } = null!;

    private static void AddCompareCodes()
    {
        DuplicateRow = Warn("CsvDuplicateRow", "The row says the same as line {0}.", "Delete one of them.");
        StudyTwoLabels = Error("CsvStudyTwoLabels", "Line {0} asks for the same study with other labels.", "Delete the wrong one.");
        SessionRepeated = Error("CsvSessionRepeated", "Line {0} gives the same session label to another study; session labels are unique in the whole project.", "Choose another label.");
        SessionCaseOnly = Error("CsvSessionCaseOnly", "The session label differs from the one in line {0} by capitals only; XNAT takes them for the same.", "Choose another label.");
        SubjectCaseOnly = Warn("CsvSubjectCaseOnly", "The subject label differs from the one in line {0} by capitals only; XNAT takes them for the same.", "Write it the same way.");
        PatientTwoSubjects = Error("CsvPatientTwoSubjects", "Line {0} files the same patient under another subject.", "Use one subject label for one patient.");
        SubjectTwoPatients = Error("CsvSubjectTwoPatients", "Line {0} files another patient under the same subject.", "Use one subject label for one patient.");
        LabelLookAlike = Warn("CsvLabelLookAlike", "The label is easily taken for the one in line {0} (0 and O, 1 and l, - and _).", "Choose labels that differ plainly.");
    }
}

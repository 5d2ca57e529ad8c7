using System;
using System.Collections.Generic;

namespace XnatTools.Import.Csv;

/// <summary>What one row alone cannot tell, from one or two passes over all of them. Nothing but hashes and line numbers is kept.</summary>
internal sealed class CsvSurvey
{
    private readonly int[] _accessionLengths = new int[65];
    private readonly int[] _patientLengths = new int[65];
    private readonly int[] _leadingZero = new int[2];
    private readonly SeenValues _studies = new(wantsRepeats: true);
    private readonly SeenValues _sessions = new();
    private readonly SeenValues _sessionCases = new();
    private readonly SeenValues _subjectCases = new();
    private readonly SeenValues _patients = new();
    private readonly SeenValues _subjects = new();
    private readonly SeenValues _sessionLooks = new();
    private readonly SeenValues _subjectLooks = new();

    private bool _settled;

    public int Rows { get; private set; }

    public int BlankLines { get; private set; }

    public int FirstBlankLine { get; private set; }

    public void AddBlank(int line)
    {
        BlankLines++;
        FirstBlankLine = FirstBlankLine == 0 ? line : FirstBlankLine;
    }

    /// <summary>Ends the first pass. True when some values stand in several rows, so that a second pass must tell which.</summary>
    public bool Settle()
    {
        _settled = true;
        bool again = false;
        foreach (SeenValues values in new[] { _studies, _sessions, _sessionCases, _subjectCases, _patients, _subjects, _sessionLooks, _subjectLooks })
        {
            values.Settle();
            again |= values.HasCandidates;
        }

        return again;
    }

    /// <summary>Takes a row in, in the first pass and, when it is needed, in the second.</summary>
    public void Add(EvaluatedRow row)
    {
        Rows += _settled ? 0 : 1;
        if (row.IsMisshapen)
        {
            return;
        }

        int line = row.Record.Line;
        if (!_settled)
        {
            Measure(row[CsvField.AccessionNumber], _accessionLengths, 0);
            Measure(row[CsvField.PatientId], _patientLengths, 1);
        }

        ulong study = row.StudyKey();
        _studies.Add(study, row.LabelsKey(), line);
        if (row[CsvField.Session] is string session)
        {
            ulong folded = CsvText.Hash(5, session, true);
            ulong exact = CsvText.Hash(5, session);
            _sessions.Add(exact, study, line);
            _sessionCases.Add(folded, exact, line);
            _sessionLooks.Add(CsvText.Hash(6, Labels.LabelRules.Skeleton(session)), folded, line);
        }

        if (row[CsvField.Subject] is string subject)
        {
            ulong folded = CsvText.Hash(7, subject, true);
            _subjectCases.Add(folded, CsvText.Hash(7, subject), line);
            _subjectLooks.Add(CsvText.Hash(8, Labels.LabelRules.Skeleton(subject)), folded, line);
            if (row[CsvField.PatientId] is string patient)
            {
                ulong patientKey = CsvText.Hash(9, patient);
                _patients.Add(patientKey, folded, line);
                _subjects.Add(folded, patientKey, line);
            }
        }
    }

    /// <summary>Reports what the row shows beside the others.</summary>
    public void Compare(EvaluatedRow row, CsvSheet sheet, FindingSink sink)
    {
        if (row.IsMisshapen)
        {
            return;
        }

        int line = row.Record.Line;
        CompareLength(row, CsvField.AccessionNumber, _accessionLengths, 0, sheet, sink);
        CompareLength(row, CsvField.PatientId, _patientLengths, 1, sheet, sink);
        ulong study = row.StudyKey();
        ulong labels = row.LabelsKey();
        int other = _studies.Disagrees(study, labels);
        bool criteria = row.Values[0] is not null || row.Values[1] is not null || row.Values[2] is not null;
        if (criteria && other > 0)
        {
            sink.Add(CsvFindingCodes.StudyTwoLabels, line, first: other);
        }
        else if (criteria)
        {
            Report(sink, CsvFindingCodes.DuplicateRow, line, null, _studies.Repeats(study, labels, line));
        }

        CompareSession(row, study, sheet, sink);
        CompareSubject(row, sheet, sink);
    }

    private void CompareSession(EvaluatedRow row, ulong study, CsvSheet sheet, FindingSink sink)
    {
        if (row[CsvField.Session] is not string session)
        {
            return;
        }

        int line = row.Record.Line;
        CsvColumn? column = sheet.ColumnOf(CsvField.Session);
        ulong folded = CsvText.Hash(5, session, true);
        ulong exact = CsvText.Hash(5, session);
        Report(sink, CsvFindingCodes.SessionRepeated, line, column, _sessions.Disagrees(exact, study));
        Report(sink, CsvFindingCodes.SessionCaseOnly, line, column, _sessionCases.Disagrees(folded, exact));
        Report(sink, CsvFindingCodes.LabelLookAlike, line, column, _sessionLooks.Disagrees(CsvText.Hash(6, Labels.LabelRules.Skeleton(session)), folded));
    }

    private void CompareSubject(EvaluatedRow row, CsvSheet sheet, FindingSink sink)
    {
        if (row[CsvField.Subject] is not string subject)
        {
            return;
        }

        int line = row.Record.Line;
        CsvColumn? column = sheet.ColumnOf(CsvField.Subject);
        ulong folded = CsvText.Hash(7, subject, true);
        Report(sink, CsvFindingCodes.SubjectCaseOnly, line, column, _subjectCases.Disagrees(folded, CsvText.Hash(7, subject)));
        Report(sink, CsvFindingCodes.LabelLookAlike, line, column, _subjectLooks.Disagrees(CsvText.Hash(8, Labels.LabelRules.Skeleton(subject)), folded));
        if (row[CsvField.PatientId] is string patient)
        {
            ulong patientKey = CsvText.Hash(9, patient);
            Report(sink, CsvFindingCodes.PatientTwoSubjects, line, column, _patients.Disagrees(patientKey, folded));
            Report(sink, CsvFindingCodes.SubjectTwoPatients, line, column, _subjects.Disagrees(folded, patientKey));
        }
    }

    private static void Report(FindingSink sink, CsvFindingCode code, int line, CsvColumn? column, int other)
    {
        if (other > 0)
        {
            sink.Add(code, line, column, first: other);
        }
    }

    private void Measure(string? value, int[] lengths, int which)
    {
        if (value is not null && value.Length < lengths.Length && CsvText.IsAllDigits(value))
        {
            lengths[value.Length]++;
            if (value[0] == '0')
            {
                _leadingZero[which] = Math.Max(_leadingZero[which], value.Length);
            }
        }
    }

    /// <summary>
    /// A number shorter than its neighbours: either most of the column has one greater length, or a longer one shows that the column
    /// has leading zeros.
    /// </summary>
    private void CompareLength(EvaluatedRow row, CsvField field, int[] lengths, int which, CsvSheet sheet, FindingSink sink)
    {
        if (row[field] is not string value || value.Length >= lengths.Length || !CsvText.IsAllDigits(value) || value[0] == '0')
        {
            return;
        }

        int total = 0;
        int usual = 0;
        for (int i = 1; i < lengths.Length; i++)
        {
            total += lengths[i];
            usual = lengths[i] > lengths[usual] ? i : usual;
        }

        bool shorter = value.Length < usual && lengths[usual] >= 3 && lengths[usual] * 10 >= total * 6;
        if (shorter || value.Length < _leadingZero[which])
        {
            CsvColumn? column = sheet.ColumnOf(field);
            sink.Add(CsvFindingCodes.LeadingZerosLost, row.Record.Line, column, column is null ? null : row.Record.Cells[column.Number - 1]);
        }
    }
}

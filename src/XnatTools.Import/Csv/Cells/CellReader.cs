using System;

namespace XnatTools.Import.Csv;

/// <summary>Reads one cell of a used column: cleans it, checks it for what the column may hold, and gives its canonical form.</summary>
internal static class CellReader
{
    /// <summary>What two quotation marks in a relabel column mean: set the tag to empty.</summary>
    public const string Emptied = "\"\"";

    /// <summary>The canonical value, or null for a blank cell. An erroneous value comes back too; the sink knows.</summary>
    public static string? Read(in CellContext cell)
    {
        if (cell.Raw.Length == 0)
        {
            return null;
        }

        string text = CellCleaner.Clean(cell);
        if (text.Length == 0)
        {
            return null;
        }

        bool isLabel = cell.Field is >= CsvField.Subject and <= CsvField.RelabelPatientBirthDate;
        if (string.Equals(text, Emptied, StringComparison.Ordinal))
        {
            if (cell.Field is CsvField.Subject or CsvField.Session)
            {
                cell.Report(CsvFindingCodes.LabelEmptied);
            }
            else if (!isLabel)
            {
                cell.Report(CsvFindingCodes.Quote, '"');
            }

            return text;
        }

        if (CsvText.IsPlaceholder(text))
        {
            bool name = cell.IsName && char.IsLetter(text[0]) && CsvText.IsAllLetters(text);
            cell.Report(name ? CsvFindingCodes.PlaceholderName : CsvFindingCodes.Placeholder);
            return text;
        }

        if (cell.IsDate)
        {
            return ReadDate(cell, text);
        }

        if (text[0] is '=' or '+' or '@')
        {
            cell.Report(CsvFindingCodes.Formula, text[0]);
            return text;
        }

        if (cell.Field is CsvField.Subject or CsvField.Session)
        {
            CheckLabel(cell, text);
            return text;
        }

        bool clean = CheckCharacters(cell, text);
        if (!isLabel)
        {
            clean &= CheckWildcard(cell, text);
        }

        if (text.Length > 64 && cell.Field != CsvField.StudyInstanceUid)
        {
            cell.Report(CsvFindingCodes.ValueTooLong);
            clean = false;
        }

        return clean ? ReadByField(cell, text) : text;
    }

    private static string ReadByField(in CellContext cell, string text)
    {
        switch (cell.Field)
        {
            case CsvField.AccessionNumber:
                if (IdentifierRules.CheckIdentifier(cell, text))
                {
                    IdentifierRules.CheckAccession(cell, text);
                }

                return text;
            case CsvField.PatientId or CsvField.RelabelPatientId or CsvField.RelabelAccessionNumber or CsvField.RelabelStudyId:
                IdentifierRules.CheckIdentifier(cell, text);
                return text;
            case CsvField.StudyInstanceUid:
                IdentifierRules.CheckUid(cell, text);
                return text;
            case CsvField.Modality:
                return ReadModality(cell, text);
            default:
                return text;
        }
    }

    private static string ReadDate(in CellContext cell, string text)
    {
        CsvDate date = CsvDates.Read(text, cell.Field == CsvField.StudyDate, cell.Options.DateFormat);
        if (date.Value is null)
        {
            cell.Report(date.Code ?? CsvFindingCodes.DateInvalid);
            return text;
        }

        if (date.Code is not null)
        {
            cell.Report(date.Code);
        }

        if (date.IsRange && (date.First == 0 || date.Last == 0))
        {
            cell.Report(CsvFindingCodes.DateRangeOpen);
        }

        // A day's grace: the hospital may lie in a zone that is ahead of the one this runs in.
        DateTime tomorrow = cell.Options.Time.GetUtcNow().UtcDateTime.AddDays(1);
        int limit = (tomorrow.Year * 10000) + (tomorrow.Month * 100) + tomorrow.Day;
        if (date.First > limit)
        {
            cell.Report(CsvFindingCodes.DateFuture);
        }

        if (date.First is > 0 and < 19000101 || date.Last is > 0 and < 19000101)
        {
            cell.Report(CsvFindingCodes.DateOld);
        }

        return date.Value;
    }

    private static void CheckLabel(in CellContext cell, string text)
    {
        if (IdentifierRules.IsExponent(text))
        {
            cell.Report(CsvFindingCodes.Exponent);
            return;
        }

        if (IdentifierRules.IsDecimal(text))
        {
            cell.Report(CsvFindingCodes.DecimalTail);
            return;
        }

        foreach (char c in text)
        {
            if (!Labels.LabelRules.IsAllowed(c))
            {
                cell.Report(Confusables.IsConfusable(c) ? CsvFindingCodes.LookAlike : CsvFindingCodes.LabelCharacter, c);
                return;
            }
        }

        if (text.Length > Labels.LabelRules.MaximumLength)
        {
            cell.Report(CsvFindingCodes.LabelTooLong);
        }
        else if (cell.Field == CsvField.Session && text.Length > 16)
        {
            cell.Report(CsvFindingCodes.SessionLong);
        }
    }

    private static bool CheckCharacters(in CellContext cell, string text)
    {
        foreach (char c in text)
        {
            CsvFindingCode? code = c switch
            {
                ',' => cell.Field == CsvField.PatientName ? null : CsvFindingCodes.Comma,
                '"' => CsvFindingCodes.Quote,
                '\\' => CsvFindingCodes.Backslash,
                _ when c <= 0x7E => null,
                _ when Confusables.IsConfusable(c) || CsvText.IsSingleQuote(c) || CsvText.IsDoubleQuote(c) => CsvFindingCodes.LookAlike,
                _ => CsvFindingCodes.NotAscii,
            };
            if (code is not null)
            {
                // Control and replacement characters were named while cleaning.
                if (c != '\uFFFD' && !char.IsControl(c) && !CsvText.IsLineBreak(c))
                {
                    cell.Report(code, c);
                }

                return false;
            }

            if (c < 0x20)
            {
                return false;
            }
        }

        return true;
    }

    private static bool CheckWildcard(in CellContext cell, string text)
    {
        int at = text.IndexOfAny(['*', '?']);
        if (at < 0)
        {
            return true;
        }

        // Nothing but wildcards is no criterion at all, and a UID has none.
        bool all = text.Trim('*', '?', '^', ' ', ',').Length == 0 || cell.Field is CsvField.StudyInstanceUid or CsvField.Modality;
        if (cell.Options.AllowWildcard && !all)
        {
            cell.Report(CsvFindingCodes.WildcardAllowed, text[at]);
            return true;
        }

        cell.Report(CsvFindingCodes.Wildcard, text[at]);
        return false;
    }

    private static string ReadModality(in CellContext cell, string text)
    {
        string upper = text.ToUpperInvariant();
        if (!Modalities.IsKnown(upper))
        {
            cell.Report(CsvFindingCodes.ModalityUnknown);
            return text;
        }

        if (!string.Equals(upper, text, StringComparison.Ordinal))
        {
            cell.Report(CsvFindingCodes.ModalityCase);
        }

        return upper;
    }
}

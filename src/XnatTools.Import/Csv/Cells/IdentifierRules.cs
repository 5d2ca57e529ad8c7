namespace XnatTools.Import.Csv;

/// <summary>What identifiers may look like, and how spreadsheets damage them.</summary>
internal static class IdentifierRules
{
    public static bool CheckIdentifier(in CellContext cell, string text)
    {
        if (IsExponent(text))
        {
            cell.Report(CsvFindingCodes.Exponent);
            return false;
        }

        if (IsDecimal(text))
        {
            cell.Report(CsvFindingCodes.DecimalTail);
            return false;
        }

        if (text.Length >= 16 && CsvText.IsAllDigits(text) && text.Substring(15).Trim('0').Length == 0)
        {
            cell.Report(CsvFindingCodes.DigitsLost);
        }
        else if (text.Length > 20 && IsUid(text) && text.IndexOf('.') > 0)
        {
            cell.Report(CsvFindingCodes.UidElsewhere);
        }

        return true;
    }

    public static void CheckAccession(in CellContext cell, string text)
    {
        if (text.Length > 16)
        {
            cell.Report(CsvFindingCodes.AccessionTooLong);
        }

        if (text.Length > 10 && CsvText.IsAllDigits(text) && text[0] is '1' or '2')
        {
            CsvDate date = CsvDates.Read(text.Substring(0, 8), false, null);
            if (date.Code is null && date.First is >= 19800101 and <= 20991231)
            {
                cell.Report(CsvFindingCodes.AccessionDated);
            }
        }
    }

    public static void CheckUid(in CellContext cell, string text)
    {
        if (text.Length > 64)
        {
            cell.Report(CsvFindingCodes.UidTooLong);
        }
        else if (IsExponent(text))
        {
            cell.Report(CsvFindingCodes.Exponent);
        }
        else if (!IsUid(text) || text.IndexOf('.') < 0)
        {
            cell.Report(CsvFindingCodes.UidInvalid);
        }
    }

    /// <summary>1.23E+11 and the like.</summary>
    public static bool IsExponent(string text)
    {
        int e = text.IndexOfAny(['E', 'e']);
        if (e < 1 || e > text.Length - 3 || text[e + 1] is not ('+' or '-'))
        {
            return false;
        }

        // Spreadsheets write one digit before the point and at least two in the exponent; 12E-3 is a name like any other.
        string mantissa = text.Substring(0, e);
        bool form = mantissa.Length == 1 || (mantissa.Length > 2 && mantissa[1] is '.' or ',');
        return form && text.Length - e - 2 >= 2 && CsvText.IsAllDigits(mantissa.Replace(".", "").Replace(",", "")) && CsvText.IsAllDigits(text.Substring(e + 2));
    }

    public static bool IsDecimal(string text)
    {
        int point = text.IndexOf('.');
        return point > 0 && CsvText.IsAllDigits(text.Substring(0, point)) && point < text.Length - 1 && text.Substring(point + 1).Trim('0').Length == 0;
    }

    private static bool IsUid(string text)
    {
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && CsvText.IsDigit(text[i]))
            {
                continue;
            }

            bool part = i > start && (i - start == 1 || text[start] != '0');
            if (!part || (i < text.Length && text[i] != '.'))
            {
                return false;
            }

            start = i + 1;
        }

        return text.Length > 0;
    }
}

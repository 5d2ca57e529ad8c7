using System.Collections.Generic;
using System.Text;

namespace XnatTools.Import.Gateway;

/// <summary>Writes rows as the plugin's reader takes them: ASCII, LF, no quotes, full-width rows.</summary>
internal static class BatchSheet
{
    public static byte[] Write(IReadOnlyList<ImportRow> rows)
    {
        StringBuilder text = new("Accession Number,Study Instance UID,Patient ID,Study Date,Last Name,First Name,DOB,Modality,Subject,Session\n");
        foreach (ImportRow row in rows)
        {
            text.Append(string.Join(",", Cell(row.AccessionNumber), Cell(row.StudyInstanceUid), Cell(row.PatientId), Cell(row.StudyDate), Cell(row.LastName), Cell(row.FirstName), Cell(row.PatientBirthDate), Cell(row.Modality), Cell(row.Subject), Cell(row.Session)));
            text.Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static string Cell(string? value)
    {
        string cell = value?.Trim() ?? "";
        foreach (char c in cell)
        {
            if (c is ',' or '"' or < ' ' or > '~')
            {
                throw new XnatException(XnatErrorCode.CsvRowInvalid, "A cell has a character that the server's reader cannot take.");
            }
        }

        return cell;
    }
}

namespace XnatTools.Sandbox.Dqr;

/// <summary>The search criteria as the plugin holds them after reading a body or a CSV row.</summary>
internal sealed class PacsCriteria
{
    public long PacsId { get; set; }

    public string? PatientId { get; set; }

    public string? PatientName { get; set; }

    public string? Dob { get; set; }

    public string? AccessionNumber { get; set; }

    public string? StudyInstanceUid { get; set; }

    public string? StudyId { get; set; }

    public string? SeriesInstanceUid { get; set; }

    public string? SeriesDescription { get; set; }

    public int SeriesNumber { get; set; }

    public string? Modality { get; set; }

    public DqrDateRange? StudyDateRange { get; set; }

    /// <summary>True when at least one key narrows the search.</summary>
    public bool HasAny => !(PatientId is null && PatientName is null && Dob is null && AccessionNumber is null && StudyInstanceUid is null
        && StudyId is null && SeriesInstanceUid is null && SeriesDescription is null && SeriesNumber == 0 && Modality is null
        && StudyDateRange?.ToDicom() is null);

    /// <summary>
    /// The name as it goes to the PACS: without surrounding quotes; <c>Last, First</c> and <c>Last First</c> become
    /// <c>Last^First</c>; a name with a caret goes as it is. No wildcard is added.
    /// </summary>
    public string? DicomPatientName()
    {
        if (PatientName is null)
        {
            return null;
        }

        string name = PatientName.Trim();
        if (name.Length > 1 && name[0] == '"' && name[^1] == '"')
        {
            return name[1..^1];
        }

        if (name.Contains('^', System.StringComparison.Ordinal))
        {
            return name;
        }

        int cut = name.IndexOf(',', System.StringComparison.Ordinal);
        if (cut < 0)
        {
            cut = name.IndexOf(' ', System.StringComparison.Ordinal);
        }

        return cut < 0 ? name : (name[..cut].Trim() + "^" + name[(cut + 1)..].Trim()).TrimEnd('^');
    }
}

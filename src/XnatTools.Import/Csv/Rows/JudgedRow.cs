namespace XnatTools.Import.Csv;

/// <summary>A row with its findings, on its way to a consumer. Used again for every row.</summary>
internal sealed class JudgedRow
{
    public EvaluatedRow Row { get; set; } = null!;

    public CsvFinding[] Findings { get; set; } = [];

    public bool HasError
    {
        get
        {
            foreach (CsvFinding finding in Findings)
            {
                if (finding.Severity == FindingSeverity.Error)
                {
                    return true;
                }
            }

            return false;
        }
    }
}

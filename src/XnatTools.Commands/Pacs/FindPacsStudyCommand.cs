using System.Collections.Generic;
using System.Management.Automation;
using XnatTools.Import.Csv;
using XnatTools.Import.Direct.Query;
using XnatTools.Import.Profiles;
using XnatTools.Import.Query;

namespace XnatTools.Commands;

/// <summary>
/// Finds studies on a PACS, through XNAT or, with -Node, by C-FIND from this machine. Rows come as parameters, from the pipeline (objects, or rows of Import-Csv) or from a
/// CSV file; each gives its studies, or one error that says why there is none.
/// </summary>
[Cmdlet(VerbsCommon.Find, "PacsStudy", DefaultParameterSetName = ByCriteria)]
[OutputType(typeof(PacsStudy))]
public sealed class FindPacsStudyCommand : PacsQueryCmdlet
{
    private const string ByCriteria = "Criteria";
    private const string ByRow = "Row";
    private const string ByCsv = "Csv";

    private readonly List<ImportRow> _waiting = [];
    private StudyFinder? _finder;
    private PacsProfile? _profile;
    private NodeStudyFinder? _nodeFinder;
    private int _count;
    private int _answered;

    /// <summary>Rows of Import-XnatCsv.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByRow)]
    public ImportRow? InputObject { get; set; }

    /// <summary>A CSV file; read and checked as Import-XnatCsv does.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByCsv)]
    public string? Csv { get; set; }

    /// <summary>Accession number, exact.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByCriteria)]
    [Alias("Accession", "Accession Number", "accession_number", "AccessionNo")]
    [AllowNull]
    [AllowEmptyString]
    public string?[]? AccessionNumber { get; set; }

    /// <summary>Study instance UID.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByCriteria)]
    [Alias("Study Instance UID", "StudyUid", "Study UID", "UID")]
    public string? StudyInstanceUid { get; set; }

    /// <summary>Patient ID, exact.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByCriteria)]
    [Alias("Patient ID", "patient_id", "MRN")]
    public string? PatientId { get; set; }

    /// <summary>Day or range: yyyyMMdd, yyyyMMdd-yyyyMMdd, or as -DateFormat says.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByCriteria)]
    [Alias("Study Date", "study_date", "Date")]
    public string? StudyDate { get; set; }

    /// <summary>Family name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByCriteria)]
    [Alias("Last Name", "Surname")]
    public string? LastName { get; set; }

    /// <summary>Given name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByCriteria)]
    [Alias("First Name")]
    public string? FirstName { get; set; }

    /// <summary>Date of birth, yyyyMMdd or as -DateFormat says.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByCriteria)]
    [Alias("Patient Birth Date", "DOB", "Birth Date")]
    public string? PatientBirthDate { get; set; }

    /// <summary>A modality of the study, such as MR.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByCriteria)]
    public string? Modality { get; set; }

    /// <summary>Subject label the study shall get.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByCriteria)]
    [Alias("Subject Label")]
    public string? Subject { get; set; }

    /// <summary>Session label the study shall get.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByCriteria)]
    [Alias("Session Label")]
    public string? Session { get; set; }

    /// <summary>With -Node: ask for the series of each study too, with their instance counts.</summary>
    [Parameter]
    public SwitchParameter IncludeSeries { get; set; }

    /// <summary>Format of dates that are not year first, such as dd/MM/yyyy.</summary>
    [Parameter]
    public string? DateFormat { get; set; }

    /// <summary>More studies than this for one row are an error. Default: 1 for rows and files, none for a search by hand.</summary>
    [Parameter]
    [ValidateRange(1, FindOptions.AnswerCap)]
    public int MaximumStudies { get; set; }

    /// <summary>Rows asked for in one call.</summary>
    [Parameter]
    [ValidateRange(1, FindOptions.MaximumChunkSize)]
    public int ChunkSize { get; set; } = 100;

    /// <summary>Lets * and ? in criteria through. Never for files.</summary>
    [Parameter(ParameterSetName = ByCriteria)]
    public SwitchParameter AllowWildcard { get; set; }

    private bool IsByHand => ParameterSetName == ByCriteria && !MyInvocation.ExpectingInput;

    private protected override void Process()
    {
        switch (ParameterSetName)
        {
            case ByCsv:
                CsvReadOptions csv = new() { DateFormat = DateFormat };
                if (Queries is null)
                {
                    GetFinder();
                }

                if (_profile is not null)
                {
                    ProfileRules.Require(_profile, CsvSheetReader.Read(ResolveLiteral(Csv!), csv));
                }

                Find(CsvSheetReader.Read(ResolveLiteral(Csv!), csv));
                break;
            case ByRow:
                _count++;
                Add(InputObject!);
                break;
            default:
                foreach (ImportRow row in MakeRows())
                {
                    if (IsByHand)
                    {
                        Guard(() => Search(row), row);
                    }
                    else
                    {
                        Add(row);
                    }
                }

                break;
        }
    }

    private void Add(ImportRow row)
    {
        _waiting.Add(row);
        if (_waiting.Count == ChunkSize)
        {
            Flush();
        }
    }

    private protected override void Flush()
    {
        if (_waiting.Count > 0)
        {
            List<ImportRow> rows = [.. _waiting];
            _waiting.Clear();
            if (Queries is null)
            {
                GetFinder();
                rows.RemoveAll(BreaksProfile);
            }

            Find(rows);
        }
    }

    private void Find(IEnumerable<ImportRow> rows)
    {
        if (Queries is not null)
        {
            NodeStudyFinder direct = GetNodeFinder();
            Stream(token => direct.FindAsync(rows, token), Write);
            return;
        }

        StudyFinder finder = GetFinder();
        Stream(token => finder.FindAsync(rows, token), Write);
    }

    /// <summary>One row of many that the PACS is not to be asked by has its own error; the others go on.</summary>
    private bool BreaksProfile(ImportRow row)
    {
        if (Breach(row) is not PreflightFinding finding)
        {
            return false;
        }

        ReportRow(new XnatException(XnatErrorCode.ProfileBroken, finding.Message) { Advice = finding.Cure }, row);
        return true;
    }

    private PreflightFinding? Breach(ImportRow row)
    {
        IReadOnlyList<PreflightFinding> findings = _profile is null ? [] : ProfileRules.Check(_profile, [row]);
        return findings.Count > 0 ? findings[0] : null;
    }

    private void Search(ImportRow row)
    {
        if (Queries is not null)
        {
            Find([row]);
            return;
        }

        StudyFinder finder = GetFinder();
        if (Breach(row) is PreflightFinding finding)
        {
            // Whoever searches by hand sees what is answered.
            WriteWarning(finding.Message);
        }

        Stream(token => finder.SearchAsync(row, token), Write);
    }

    private void Write(FindResult result)
    {
        ShowProgress("Asking the PACS", $"{++_answered} answered", _answered, _count);
        if (result.Study is PacsStudy study)
        {
            WriteObject(study);
        }
        else
        {
            ReportOutcome(result.Failure!);
        }
    }

    private StudyFinder GetFinder()
    {
        if (_finder is null)
        {
            XnatPacs pacs = Run(token => PacsChoice.FindAsync(Client, Pacs, token));
            if (!pacs.Queryable)
            {
                throw new XnatException(XnatErrorCode.PacsNotQueryable, "XNAT may not query that PACS.");
            }

            _profile = ProfileReader.Find(ProfileChoice.Load(Profile is null ? null : ResolveLiteral(Profile)), pacs);
            _finder = new StudyFinder(Gateway, pacs.Id, Options());
        }

        return _finder;
    }

    private NodeStudyFinder GetNodeFinder() => _nodeFinder ??= new NodeStudyFinder(Queries!, Options(), IncludeSeries);

    private FindOptions Options() => new()
    {
        ChunkSize = ChunkSize,
        MaximumStudies = MaximumStudies > 0 ? MaximumStudies : IsByHand ? null : 1,
        AllowWildcards = AllowWildcard,
    };

    private List<ImportRow> MakeRows()
    {
        List<ImportRow> rows = [];
        string?[] accessions = AccessionNumber is { Length: > 0 } given ? given : [null];
        foreach (string? accession in accessions)
        {
            _count++;
            try
            {
                rows.Add(new ImportRow
                {
                    Row = IsByHand ? 0 : _count,
                    AccessionNumber = Text(accession),
                    StudyInstanceUid = Text(StudyInstanceUid),
                    PatientId = Text(PatientId),
                    StudyDate = StudyDateText.Parse(StudyDate, DateFormat),
                    LastName = Text(LastName),
                    FirstName = Text(FirstName),
                    PatientBirthDate = StudyDateText.Parse(PatientBirthDate, DateFormat),
                    Modality = Text(Modality),
                    Labels = RelabelMap.Empty.With(Text(Subject), Text(Session)),
                });
            }
            catch (XnatException e)
            {
                ReportRow(e, new ImportRow { Row = _count });
            }
        }

        return rows;
    }

    // An empty cell of Import-Csv arrives as an empty string.
    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value!.Trim();
}

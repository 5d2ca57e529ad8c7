using System.Management.Automation;
using System.Text;
using XnatTools.Import.Json;

namespace XnatTools.Commands;

/// <summary>Reads a saved answer of a CSV query, or an import request, also when edited by hand, and writes its studies.</summary>
[Cmdlet(VerbsData.ConvertFrom, "XnatDqrJson", DefaultParameterSetName = ByPath)]
[OutputType(typeof(PacsStudy))]
public sealed class ConvertFromXnatDqrJsonCommand : XnatCmdlet
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";
    private const string ByText = "Text";

    private readonly StringBuilder _text = new();

    /// <summary>The file; wildcards name several.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The file, taken as it stands.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The text itself; lines from the pipeline are one text.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByText)]
    [AllowEmptyString]
    public string InputString { get; set; } = "";

    private protected override void Process()
    {
        if (ParameterSetName == ByText)
        {
            _text.AppendLine(InputString);
            return;
        }

        bool literal = ParameterSetName == ByLiteralPath;
        foreach (string path in literal ? LiteralPath : Path)
        {
            Guard(() =>
            {
                foreach (string file in ResolveExisting([path], literal))
                {
                    Write(DqrJsonReader.ReadFile(file));
                }
            }, System.IO.Path.GetFileName(path));
        }
    }

    private protected override void End()
    {
        if (_text.Length > 0)
        {
            Write(DqrJsonReader.Read(Encoding.UTF8.GetBytes(_text.ToString())));
        }
    }

    private void Write(DqrJsonDocument document)
    {
        foreach (PacsStudy study in document.Studies)
        {
            WriteObject(study);
        }

        foreach (ImportRow row in document.EmptyRows)
        {
            string where = row.Row > 0 ? $"Row {row.Row}" : "A row of the answer";
            ReportRow(new XnatException(XnatErrorCode.PacsStudyNotFound, where + " has no study."), row);
        }
    }
}

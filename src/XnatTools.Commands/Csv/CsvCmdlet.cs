using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using XnatTools.Import.Csv;

namespace XnatTools.Commands;

/// <summary>A cmdlet that reads CSV files: by path with wildcards, by literal path, or files from the pipeline.</summary>
public abstract class CsvCmdlet : XnatCmdlet
{
    /// <summary>Set of paths with wildcards.</summary>
    protected const string ByPath = "Path";

    /// <summary>Set of paths as they stand.</summary>
    protected const string ByLiteralPath = "LiteralPath";

    private protected CsvCmdlet()
    {
    }

    /// <summary>The CSV file; wildcards name several.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The CSV file, taken as it stands.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Encoding of a file without a byte order mark, such as UTF8, ANSI, Unicode or windows-1250. Without it strict UTF-8.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public string? Encoding { get; set; }

    /// <summary>The delimiter; without it comma, semicolon and tab are told apart.</summary>
    [Parameter]
    public char Delimiter { get; set; }

    /// <summary>Format of dates that are not year first, such as dd/MM/yyyy. Without it such dates are refused.</summary>
    [Parameter]
    public string? DateFormat { get; set; }

    /// <summary>Every row needs a subject and a session label.</summary>
    [Parameter]
    public SwitchParameter RequireLabel { get; set; }

    /// <summary>Accept rows that only name a patient with birth date.</summary>
    [Parameter]
    public SwitchParameter AllowNameSearch { get; set; }

    private protected override void Process()
    {
        bool literal = ParameterSetName == ByLiteralPath;
        foreach (string path in literal ? LiteralPath : Path)
        {
            Guard(() =>
            {
                foreach (string file in ResolveExisting([path], literal))
                {
                    Guard(() => ProcessFile(file), file.Length > 0 ? System.IO.Path.GetFileName(file) : file);
                }
            }, System.IO.Path.GetFileName(path));
        }
    }

    private protected abstract void ProcessFile(string file);

    private protected CsvReadOptions MakeOptions(bool includeValues = false) => new()
    {
        Encoding = Encoding is null ? null : CsvReadOptions.EncodingByName(Encoding),
        Delimiter = Delimiter == '\0' ? null : Delimiter,
        DateFormat = DateFormat,
        RequireLabels = RequireLabel ? true : null,
        AllowNameSearch = AllowNameSearch,
        IncludeValues = includeValues,
    };
}

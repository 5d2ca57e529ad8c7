using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Protection;
using XnatTools.Import.Nodes;

namespace XnatTools.Commands;

/// <summary>
/// Reads the headers of local DICOM files, an object an element. Pixel data are never loaded. Of a damaged file comes what was
/// read up to the damage, and one error with its place.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DicomHeader", DefaultParameterSetName = ByPath)]
[OutputType(typeof(DicomHeaderElement), typeof(DicomHeaderDifference))]
public sealed class GetDicomHeaderCommand : XnatCmdlet
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    private HeaderOptions _options = new();

    /// <summary>The DICOM file; wildcards name several.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The DICOM file, taken as it stands.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Keywords or tags, with wildcards; all elements without it.</summary>
    [Parameter(Position = 1)]
    [Alias("Tag", "Keyword")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KeywordCompleter))]
    public string[] Field { get; set; } = [];

    /// <summary>Walk through the items of sequences.</summary>
    [Parameter]
    public SwitchParameter Nested { get; set; }

    /// <summary>Read also what comes after the pixel data.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>A file to hold it against, or the folder with a file of the same name: what differs is written.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReferencePath { get; set; }

    /// <summary>With -ReferencePath write also the elements that are equal.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    private protected override void Begin()
    {
        HashSet<DicomTag> tags = [];
        List<string> patterns = [];
        for (int i = 0; i < Field.Length; i++)
        {
            string field = (Field[i] ?? "").Trim();
            if (DicomTag.TryParse(field, out DicomTag tag))
            {
                tags.Add(tag);
            }
            else if (field.StartsWith("(", StringComparison.Ordinal))
            {
                // The number of an item stands in brackets, which are no wildcards here.
                patterns.Add(field.Replace("[", "`[").Replace("]", "`]"));
            }
            else if (WildcardPattern.ContainsWildcardCharacters(field))
            {
                patterns.Add(field);
            }
            else
            {
                throw NoField(i);
            }
        }

        NameFilter filter = new(patterns.ToArray());
        _options = new HeaderOptions { Tags = tags, Matches = patterns.Count == 0 ? null : filter.IsMatch, Nested = Nested, All = All };
    }

    private protected override void Process()
    {
        bool literal = ParameterSetName == ByLiteralPath;
        ForEachDicomFile(literal ? LiteralPath : Path, literal, Write);
    }

    private void Write(DicomFileItem file)
    {
        if (ReferencePath is not null)
        {
            Compare(file);
            return;
        }

        FileHeader header = Run(token => Task.Run(() => FileHeaderReader.Read(file.Path, _options), token));
        foreach (DicomHeaderElement element in header.Elements)
        {
            StopToken.ThrowIfCancellationRequested();
            WriteObject(element);
        }

        if (header.Damage is not null)
        {
            throw FileFaults.Make(XnatErrorCode.DicomInvalid, header.Damage + " What comes before it was read.", file);
        }
    }

    private void Compare(DicomFileItem file)
    {
        string reference = ResolveLiteral(ReferencePath!);
        string path = System.IO.Directory.Exists(reference) ? System.IO.Path.Combine(reference, System.IO.Path.GetFileName(file.Path)) : reference;
        List<DicomHeaderDifference> differences = Run(token => Task.Run(
            () =>
            {
                using DicomFile before = DicomFile.Open(path);
                using DicomFile after = DicomFile.Open(file.Path);
                return HeaderComparison.Compare(before, after, IncludeEqual, file.Path, path);
            },
            token));
        foreach (DicomHeaderDifference difference in differences)
        {
            StopToken.ThrowIfCancellationRequested();
            if (_options.Tags.Count == 0 && _options.Matches is null || IsWanted(difference))
            {
                WriteObject(difference);
            }
        }
    }

    private bool IsWanted(DicomHeaderDifference difference)
    {
        string last = difference.Tag.Substring(difference.Tag.LastIndexOf('.') + 1);
        return (DicomTag.TryParse(last, out DicomTag tag) && System.Linq.Enumerable.Contains(_options.Tags, tag))
            || (_options.Matches is { } matches && (matches(last) || matches(difference.Tag) || (difference.Keyword is { } keyword && matches(keyword))));
    }

    private void EndWith(XnatException error) => ThrowTerminatingError(XnatErrors.ToRecord(error, null));

    private XnatException NoField(int index)
    {
        XnatException error = new(XnatErrorCode.ArgumentInvalid, $"Value {index + 1} of -Field is not a DICOM tag, a keyword or a pattern with wildcards.");
        EndWith(error);
        return error;
    }
}

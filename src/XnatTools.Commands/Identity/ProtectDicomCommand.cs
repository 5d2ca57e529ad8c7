using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using XnatTools.DicomEdit;
using XnatTools.DicomEdit.Pixels;
using XnatTools.DicomEdit.Protection;

namespace XnatTools.Commands;

/// <summary>
/// De-identifies DICOM files by DicomEdit scripts: site-wide first, then the project's. An object a file; the originals are never
/// touched, and of a file that fails or is rejected nothing is written.
/// </summary>
[Cmdlet(VerbsSecurity.Protect, "Dicom", SupportsShouldProcess = true, DefaultParameterSetName = ByPath)]
[OutputType(typeof(DicomProtectResult), typeof(DicomHeaderDifference), typeof(FileInfo))]
public sealed class ProtectDicomCommand : DicomTreeCmdlet
{
    private readonly List<ScriptFile> _scripts = [];
    private readonly List<TreeFile> _previews = [];
    private readonly List<TreeFile> _work = [];
    private readonly HashSet<string> _faults = new(StringComparer.Ordinal);
    private ProtectionOptions? _options;
    private string _destination = "";
    private int _checked;
    private int _done;
    private int _failed;
    private int _others;

    /// <summary>DicomEdit scripts in their order.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[] Script { get; set; } = [];

    /// <summary>The folder for the new files.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Value of the scripts' variable project.</summary>
    [Parameter]
    public string? Project { get; set; }

    /// <summary>Value of the scripts' variable subject.</summary>
    [Parameter]
    public string? Subject { get; set; }

    /// <summary>Value of the scripts' variable session.</summary>
    [Parameter]
    public string? Session { get; set; }

    /// <summary>Values of other variables by name.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary Variable { get; set; } = new Hashtable();

    /// <summary>The table of the function lookup: lines type/key = value.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Lookup { get; set; }

    /// <summary>A file of rectangles by kind of image, blacked out after the scripts.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Rectangle { get; set; }

    /// <summary>Names of the new files, such as {subject}/{SeriesNumber}/{InstanceNumber}.dcm; without it as the originals.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NameTemplate { get; set; }

    /// <summary>Write (0012,0062) YES and this text into (0012,0063).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DeidentificationMethod { get; set; }

    /// <summary>Exact shows with -WhatIf what XNAT's own engine would do, faults included.</summary>
    [Parameter]
    [ValidateSet("Safe", "Exact")]
    public string Compatibility { get; set; } = "Safe";

    /// <summary>Replace files that are in the destination already, and do again what is done.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Take SHA-256 of both files whole, not of their headers only.</summary>
    [Parameter]
    public SwitchParameter Hash { get; set; }

    /// <summary>Write the new files instead of results.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Begin()
    {
        _destination = ResolveLiteral(Destination);
        DicomEditOptions options = new() { Compatibility = Compatibility == "Exact" ? DicomEditCompatibility.Exact : DicomEditCompatibility.Safe };
        foreach (string path in Script)
        {
            ScriptFile script = ScriptFile.Read(path, ReadText(path, nameof(Script)), options);
            _scripts.Add(script);
            if (script.Script is null)
            {
                EndWith(XnatErrorCode.DicomEditInvalid, $"Script {_scripts.Count} is refused. {script.Errors()}");
            }

            foreach (DicomEditFinding finding in script.Findings)
            {
                WriteVerbose($"Script {_scripts.Count}, line {finding.Line}, {finding.Rule}.");
            }
        }

        if (Rectangle is null && _scripts.TrueForAll(script => script.Script!.IsEmpty))
        {
            if (Compatibility != "Exact")
            {
                EndWith(XnatErrorCode.DicomEditInvalid, "The scripts hold no statements: files would go out as they came.");
            }

            WriteWarning("XNAT's engine finds no statement in the scripts: files would go out as they came, and it would report success.");
        }

        Dictionary<string, string> variables = Variables();
        try
        {
            _options = new ProtectionOptions
            {
                Chain = new DicomEditChain(_scripts.ConvertAll(script => script.Script!)),
                Variables = variables,
                Lookup = Lookup is null ? null : DicomEditLookup.Parse(ReadText(Lookup, nameof(Lookup))),
                Rectangles = Rectangle is null ? null : PixelTemplate.Parse(ReadText(Rectangle, nameof(Rectangle))),
                Name = NameTemplate is null ? null : OutputName.Parse(NameTemplate, variables),
                Method = DeidentificationMethod,
                Force = Force,
                WithHashes = Hash,
                Fingerprint = Fingerprint(variables),
            };

            // Says so before any file when a variable has no value.
            _ = new FileProtector(_options, _destination);
        }
        catch (FormatException error)
        {
            EndWith(XnatErrorCode.ArgumentInvalid, error.Message);
        }
        catch (XnatException error)
        {
            EndWith(error.Code, error.Message);
        }
    }

    private protected override void Process()
    {
        Collect();
        CheckFolders();
        for (; _checked < Files.Count; _checked++)
        {
            TreeFile file = Files[_checked];
            bool goes = ShouldProcess($"De-identifying file {file.Position}.", $"De-identify file {file.Position}?", "Protect-Dicom", out ShouldProcessReason reason);
            if (goes)
            {
                _work.Add(file);
            }
            else if ((reason & ShouldProcessReason.WhatIf) != 0)
            {
                _previews.Add(file);
            }
        }
    }

    private protected override void End()
    {
        FileProtector preview = new(_options!, _destination);
        InParallel(
            _previews,
            (file, _) =>
            {
                List<DicomHeaderDifference> differences = [];
                List<string> faults = [];
                DicomProtectResult result = preview.Preview(file.Path, file.Position, differences, faults);
                return (result, differences, faults);
            },
            (file, seen) =>
            {
                foreach (DicomHeaderDifference difference in seen.differences)
                {
                    WriteObject(difference);
                }

                foreach (string fault in seen.faults)
                {
                    if (_faults.Add(fault))
                    {
                        WriteWarning($"XNAT's engine has a fault that these scripts meet: {fault}");
                    }
                }

                ReportFault(file, seen.result);
            });
        if (_work.Count == 0)
        {
            return;
        }

        if (Compatibility == "Exact")
        {
            EndWith(XnatErrorCode.ArgumentInvalid, "-Compatibility Exact repeats the faults of XNAT's engine and is for looking only: use it with -WhatIf.");
        }

        using ProtectionState state = OpenState();
        FileProtector protector = new(_options!, _destination, state);
        InParallel(_work, (file, token) => protector.Protect(file.Path, file.Relative, file.Position, token), Write);
        WriteVerbose($"{_done} files written or done already, {_failed} not, {_others} are no DICOM files.");
        if (_others > 0)
        {
            WriteWarning($"{_others} files in the folders are no DICOM files; nothing is written for them.");
        }
    }

    private ProtectionState OpenState()
    {
        try
        {
            return ProtectionState.Open(_destination);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw EndWith(XnatErrorCode.DicomOutputExists, "Another run holds the destination, or it cannot be written.");
        }
    }

    private void Write(TreeFile file, DicomProtectResult result)
    {
        _done += result.Successful ? 1 : 0;
        ShowProgress("De-identifying DICOM files", $"file {_done + _failed + _others} of {_work.Count}, {_failed} not written", _done + _failed + _others, _work.Count);
        if (!PassThru)
        {
            WriteObject(result);
        }
        else if (result.Destination is { } path)
        {
            WriteObject(new FileInfo(path));
        }

        ReportFault(file, result);
    }

    private void ReportFault(TreeFile file, DicomProtectResult result)
    {
        if (result.Outcome == DicomProtectOutcome.NotDicom && file.FromFolder)
        {
            _others++;
        }
        else if (result.Code is { } code)
        {
            _failed++;
            ReportRow(new XnatException(XnatErrorCode.FromId(code), $"File {result.Position}: {result.Reason}"), result);
        }
    }

    private Dictionary<string, string> Variables()
    {
        Dictionary<string, string> variables = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in Variable)
        {
            variables[Convert.ToString(entry.Key, System.Globalization.CultureInfo.InvariantCulture) ?? ""] = Convert.ToString(entry.Value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
        }

        foreach ((string name, string? value) in new[] { ("project", Project), ("subject", Subject), ("session", Session) })
        {
            if (value is not null)
            {
                variables[name] = value;
            }
        }

        return variables;
    }

    /// <summary>What decides the outputs: with other scripts or values nothing is done yet.</summary>
    private string Fingerprint(Dictionary<string, string> variables)
    {
        List<string> parts = [.. _scripts.ConvertAll(script => script.Text)];
        foreach (KeyValuePair<string, string> variable in new SortedDictionary<string, string>(variables, StringComparer.OrdinalIgnoreCase))
        {
            parts.Add(variable.Key + "=" + variable.Value);
        }

        parts.Add(Lookup is null ? "" : ReadText(Lookup, nameof(Lookup)));
        parts.Add(Rectangle is null ? "" : ReadText(Rectangle, nameof(Rectangle)));
        parts.Add(DeidentificationMethod ?? "");
        return ProtectionState.MakeFingerprint(parts);
    }

    private void CheckFolders()
    {
        string own = RealPath.Of(_destination);
        foreach (string folder in Folders)
        {
            string given = RealPath.Of(folder);
            if (RealPath.IsWithin(own, given) || RealPath.IsWithin(given, own))
            {
                EndWith(XnatErrorCode.ArgumentInvalid, "The destination lies in a folder of originals, or the other way round: choose another one.");
            }
        }
    }
}

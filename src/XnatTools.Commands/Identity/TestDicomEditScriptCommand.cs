using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text;
using XnatTools.DicomEdit;
using XnatTools.DicomEdit.Audit;
using XnatTools.DicomEdit.Linting;

namespace XnatTools.Commands;

/// <summary>
/// Checks DicomEdit scripts without data: what is wrong, what is probably not meant and, given PS3.15, which identifying attributes
/// they leave alone. An object a finding.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "DicomEditScript", DefaultParameterSetName = ByPath)]
[OutputType(typeof(DicomEditScriptFinding), typeof(bool))]
public sealed class TestDicomEditScriptCommand : XnatCmdlet
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";
    private const string ByText = "Text";

    private readonly List<(string Text, string Source)> _scripts = [];

    /// <summary>Script files; wildcards name several.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Script files, taken as they stand.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>A script itself, such as the one that the server has.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByText)]
    [AllowEmptyString]
    public string Text { get; set; } = "";

    /// <summary>Hold the scripts, one after the other, against PS3.15 Table E.1-1 under this profile.</summary>
    [Parameter]
    public IdentityProfile? ConfidentialityProfile { get; set; }

    /// <summary>Further options of PS3.15.</summary>
    [Parameter]
    public IdentityOptions ConfidentialityOption { get; set; }

    /// <summary>Exact reads scripts as XNAT's own engine does, faults included.</summary>
    [Parameter]
    [ValidateSet("Safe", "Exact")]
    public string Compatibility { get; set; } = "Safe";

    /// <summary>Give true or false only: false when a script is refused.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Process()
    {
        if (ParameterSetName == ByText)
        {
            _scripts.Add((Text, "(text)"));
            return;
        }

        bool literal = ParameterSetName == ByLiteralPath;
        foreach (string path in ResolveExisting(literal ? LiteralPath : Path, literal))
        {
            try
            {
                _scripts.Add((TextFile.Read(path), path));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException)
            {
                string reason = error is DecoderFallbackException ? "is not UTF-8 text: save it as UTF-8" : "cannot be read";
                ThrowTerminatingError(XnatErrors.ToRecord(new XnatException(XnatErrorCode.ArgumentInvalid, $"Script {_scripts.Count + 1} {reason}."), null));
            }
        }
    }

    private protected override void End()
    {
        DicomEditOptions options = new() { Compatibility = Compatibility == "Exact" ? DicomEditCompatibility.Exact : DicomEditCompatibility.Safe };
        List<DicomEditScript> compiled = [];
        bool good = true;
        foreach ((string text, string source) in _scripts)
        {
            IReadOnlyList<DicomEditScriptFinding> findings = ScriptLinter.Check(text, options, source: source);
            foreach (DicomEditScriptFinding finding in findings)
            {
                good &= finding.Severity != DicomEditScriptSeverity.Error;
                Write(finding);
            }

            if (DicomEditScript.TryCompile(text, options, out DicomEditScript? script, out _))
            {
                compiled.Add(script);
            }
        }

        if (ConfidentialityProfile is { } profile && good)
        {
            foreach (DicomEditScriptFinding finding in ScriptLinter.CheckProfile(new DicomEditChain(compiled), Table(profile), source: _scripts.Count == 1 ? _scripts[0].Source : "(the scripts together)"))
            {
                Write(finding);
            }
        }

        if (Quiet)
        {
            WriteObject(good);
        }
    }

    private ConfidentialityTable Table(IdentityProfile profile) => new(ConfidentialityTable.OptionsOf(profile) | ConfidentialityOption);

    private void Write(DicomEditScriptFinding finding)
    {
        if (!Quiet)
        {
            WriteObject(finding);
        }
    }
}

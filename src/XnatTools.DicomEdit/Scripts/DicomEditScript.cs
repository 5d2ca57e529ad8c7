using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>A DicomEdit script, read and checked once, to be run on any number of objects and threads.</summary>
public sealed class DicomEditScript
{
    private readonly ScriptProgram _program;

    private DicomEditScript(string version, ScriptSyntax syntax, ScriptProgram program, List<DicomEditVariable> variables, IReadOnlyList<DicomEditFinding> warnings)
    {
        Version = version;
        Syntax = syntax;
        _program = program;
        Warnings = warnings;
        Variables = variables;
        List<DicomEditVariable> externals = [];
        foreach (DicomEditVariable variable in variables)
        {
            if (variable.IsExternal)
            {
                externals.Add(variable);
            }
        }

        ExternalVariables = externals;
    }

    /// <summary>The version that it runs as: 6.0 to 6.7, or 4.0.</summary>
    public string Version { get; }

    /// <summary>Variables whose values the context must give, such as <c>subject</c>.</summary>
    public IReadOnlyList<DicomEditVariable> ExternalVariables { get; }

    /// <summary>External variables and those that the script describes or exports.</summary>
    public IReadOnlyList<DicomEditVariable> Variables { get; }

    /// <summary>What may not be as its author meant.</summary>
    public IReadOnlyList<DicomEditFinding> Warnings { get; }

    /// <summary>Tells that nothing but a version line and comments is in it.</summary>
    public bool IsEmpty => !Syntax.Statements.Any(statement => statement is not VersionSyntax);

    /// <summary>The statements as they were written; of a version 4 script its own statements in the same form.</summary>
    internal ScriptSyntax Syntax { get; }

    /// <summary>Reads and checks a script.</summary>
    /// <exception cref="DicomEditException">It is refused; the exception has every reason with its place.</exception>
    public static DicomEditScript Compile(string text, DicomEditOptions? options = null) =>
        TryCompile(text, options, out DicomEditScript? script, out IReadOnlyList<DicomEditFinding> findings) ? script : throw new DicomEditException(findings);

    /// <summary>Reads and checks a script without an exception.</summary>
    /// <param name="text">The script.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="script">The script, or null when it is refused.</param>
    /// <param name="findings">Errors and warnings in the order of the script.</param>
    public static bool TryCompile(string text, DicomEditOptions? options, [NotNullWhen(true)] out DicomEditScript? script, out IReadOnlyList<DicomEditFinding> findings)
    {
        FirstUse.Begin();
        options ??= DicomEditOptions.s_default;
        script = null;
        string[] lines = SourceText.Split(text ?? throw new ArgumentNullException(nameof(text)));
        FindingList found = new(lines);
        if (text.Length > Limits.ScriptLength)
        {
            found.Error(new SourcePosition(1, 1), "Limit", "The script is too long.");
            findings = found.ToSorted();
            return false;
        }

        if (!options.IsExact)
        {
            CheckLineEnds(lines, found);
        }

        string? version = VersionLine.Find(lines, found, options.IsExact, out int line);
        List<DicomEditVariable> variables = [];
        ScriptSyntax syntax;
        ScriptProgram program;
        if (version == VersionLine.Four)
        {
            program = Version4Compiler.Compile(lines, options.IsExact ? -1 : line, found, options, variables, out syntax);
        }
        else
        {
            // Where the version is wrong the rest is read all the same: its author wants every reason at once.
            syntax = Parser.Read(lines, found, options.IsExact);
            found.CloseLinesWithErrors();
            program = new Compiler(found, options, new ScriptFacts(syntax)).Compile(syntax, variables);
        }

        findings = found.ToSorted();
        if (version is null || found.HasErrors)
        {
            return false;
        }

        script = new DicomEditScript(version, syntax, program, variables, found.ToSorted(DicomEditSeverity.Warning));
        return true;
    }

    /// <summary>
    /// Runs the script on a file that was opened, its meta group included, in memory. After anything but success the file
    /// cannot be saved any more.
    /// </summary>
    public DicomEditResult Apply(DicomFile file, DicomEditContext context)
    {
        if (file is null)
        {
            throw new ArgumentNullException(nameof(file));
        }

        // As in XNAT a script may write what it likes, be it against the rules of a representation.
        file.IsStrict = false;
        return Apply(file.Dataset, context, file.Meta);
    }

    /// <summary>
    /// Runs the script on a data set in memory. After anything but success the data set is spoiled: it is edited in part, and
    /// a file around it cannot be saved any more.
    /// </summary>
    /// <param name="dataset">The data set, changed in place.</param>
    /// <param name="context">Variables and what else comes from outside.</param>
    /// <param name="meta">Group 2, changed in place; null when there is none.</param>
    public DicomEditResult Apply(DicomDataset dataset, DicomEditContext context, DicomDataset? meta = null) =>
        Apply(dataset ?? throw new ArgumentNullException(nameof(dataset)), context ?? throw new ArgumentNullException(nameof(context)), meta, 0);

    internal DicomEditResult Apply(DicomDataset dataset, DicomEditContext context, DicomDataset? meta, int index)
    {
        Run run = new(_program, dataset, meta ?? new DicomDataset(), context);
        try
        {
            _program.Execute(run);
            if (meta is not null)
            {
                MetaGroup.Follow(dataset, meta);
            }

            return new DicomEditResult(DicomEditOutcome.Success, "Success", index, 0, 0, run.Counts, run.PixelEdits) { EngineFaults = run.EngineFaults };
        }
        catch (Rejection rejection)
        {
            return Fail(run, DicomEditOutcome.Rejected, rejection.Message, index);
        }
        catch (Exception error) when (error is Fault or DicomException)
        {
            return Fail(run, DicomEditOutcome.Error, error.Message, index);
        }
        catch
        {
            dataset.Spoil();
            meta?.Spoil();
            throw;
        }
    }

    /// <summary>Where lines end in CR alone all of them are one, and the first comment would take the rest with it.</summary>
    private static void CheckLineEnds(string[] lines, FindingList found)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            int end = lines[i].IndexOf('\r');
            if (end >= 0 && lines[i].AsSpan(end).TrimEnd('\r').Length > 0)
            {
                found.Error(new SourcePosition(i + 1, end + 1), "LineEnd", "A line ends here in a carriage return alone: save the script with line feeds.");
                return;
            }
        }
    }

    private static DicomEditResult Fail(Run run, DicomEditOutcome outcome, string message, int index)
    {
        run.Dataset.Spoil();
        run.Meta.Spoil();
        string place = run.Position.Line > 0 ? $"Line {run.Position.Line}: " : "";
        return new DicomEditResult(outcome, place + message, index, run.Position.Line, run.Position.Column, run.Counts, run.PixelEdits) { EngineFaults = run.EngineFaults };
    }
}

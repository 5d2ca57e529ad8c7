using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>A script, compiled. Runs on many threads at once.</summary>
internal abstract class ScriptProgram(int variableCount, IReadOnlyList<ExternalVariable> externals, DicomEditOptions options)
{
    private const int MaximumPaths = 1024;

    private readonly ConcurrentDictionary<string, TagPath> _paths = new(StringComparer.Ordinal);

    public int VariableCount { get; } = variableCount;

    public DicomEditOptions Options { get; } = options;

    public RegexCache Regexes { get; } = new(options.RegexTimeout);

    /// <summary>Tags as values are read as numbers in decimal, not as eight digits.</summary>
    public virtual bool TagsAreNumbers => false;

    /// <summary>Sets external variables and runs every statement.</summary>
    public void Execute(Run run)
    {
        List<string>? missing = null;
        for (int i = 0; i < run.Variables.Length; i++)
        {
            run.Variables[i] = Nothing.s_undefined;
        }

        foreach (ExternalVariable variable in externals)
        {
            if (run.Context.Variables.TryGetValue(variable.Name, out string? value) && value is not null)
            {
                run.Variables[variable.Slot] = value;
            }
            else if (variable.IsRequired)
            {
                (missing ??= []).Add(variable.Name);
            }
        }

        if (missing is not null)
        {
            throw new Fault("Missing value for script-required variable(s): " + string.Join(", ", missing));
        }

        ExecuteBody(run);
    }

    /// <summary>The path that a text holds, or null; remembered.</summary>
    public TagPath? PathOf(string text)
    {
        if (_paths.TryGetValue(text, out TagPath? path))
        {
            return path;
        }

        path = Parser.ReadPath(text);
        if (path is not null && _paths.Count < MaximumPaths)
        {
            _paths.TryAdd(text, path);
        }

        return path;
    }

    protected abstract void ExecuteBody(Run run);
}

/// <summary>A version 6 script: statements from top to bottom, each acting at once.</summary>
internal sealed class Version6Program(Operation[] operations, int variableCount, IReadOnlyList<ExternalVariable> externals, DicomEditOptions options)
    : ScriptProgram(variableCount, externals, options)
{
    protected override void ExecuteBody(Run run) => Operation.ExecuteAll(operations, run);
}

/// <summary>A variable whose value the context gives.</summary>
internal sealed class ExternalVariable(string name, int slot, bool isRequired)
{
    public string Name { get; } = name;

    public int Slot { get; } = slot;

    public bool IsRequired { get; } = isRequired;
}

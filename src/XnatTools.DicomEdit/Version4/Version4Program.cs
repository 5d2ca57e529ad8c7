using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>
/// A version 4 script: conditions and values are worked out on the object as it came, then the edits are made from the last
/// statement to the first, so that for one tag the earlier one wins.
/// </summary>
internal sealed class Version4Program(Statement4[] statements, int variableCount, IReadOnlyList<ExternalVariable> externals, DicomEditOptions options)
    : ScriptProgram(variableCount, externals, options)
{
    public override bool TagsAreNumbers => true;

    protected override void ExecuteBody(Run run)
    {
        List<(Statement4 Statement, string? Text)> edits = [];
        foreach (Statement4 statement in statements)
        {
            run.Position = statement.Position;
            run.Step();
            if (!Holds(run, statement.Conditions))
            {
                continue;
            }

            if (statement.Slot >= 0)
            {
                run.SetVariable(statement.Slot, statement.Value!.Evaluate(run));
            }
            else if (statement.Path is null)
            {
                run.Context.Echo?.Invoke(Values.ToText(statement.Value!.Evaluate(run)) ?? "null");
            }
            else
            {
                edits.Add((statement, Values.ToText(statement.Value?.Evaluate(run))));
            }
        }

        for (int i = edits.Count - 1; i >= 0; i--)
        {
            (Statement4 statement, string? text) = edits[i];
            run.Position = statement.Position;
            Apply(run, statement, text);
        }
    }

    private static bool Holds(Run run, Condition[] conditions)
    {
        foreach (Condition condition in conditions)
        {
            if (condition.IsTrue(run))
            {
                return true;
            }
        }

        return conditions.Length == 0;
    }

    private static void Apply(Run run, Statement4 statement, string? text)
    {
        TagPath path = statement.Path!;
        if (statement.Value is not null)
        {
            DicomTag tag = path.RootTag;
            DicomDataset root = run.RootOf(tag.Group);
            DicomVR vr = root.TryGet(tag, out DicomElement old) ? old.VR : root.DefaultVR(tag);
            if (text is null && !vr.IsText && vr != DicomVR.UN)
            {
                throw new Fault($"{tag} takes numbers, and the value is missing.");
            }

            // Null is written as an empty value here.
            run.Set(root, tag, text ?? "", DicomVR.LO);
            return;
        }

        if (path.IsSingular)
        {
            Deletion.Delete(run, path);
            return;
        }

        Sweep(run, run.Meta, path.Last);
        Sweep(run, run.Dataset, path.Last);
    }

    /// <summary>Removes what fits a pattern, private creators included.</summary>
    private static void Sweep(Run run, DicomDataset dataset, PathStep pattern)
    {
        List<DicomTag> doomed = [];
        foreach (ref readonly DicomElement element in dataset.AsSpan())
        {
            if (pattern.FitsDigits(element.Tag))
            {
                doomed.Add(element.Tag);
            }
        }

        for (int i = doomed.Count - 1; i >= 0; i--)
        {
            run.Remove(dataset, doomed[i]);
        }
    }
}

/// <summary>One line of a version 4 script: an assignment, a deletion (no value), a variable (a slot), or echo (no path).</summary>
internal sealed class Statement4(SourcePosition position, Condition[] conditions, TagPath? path, Expression? value, int slot)
{
    public SourcePosition Position { get; } = position;

    /// <summary>Any one of them is enough.</summary>
    public Condition[] Conditions { get; } = conditions;

    public TagPath? Path { get; } = path;

    public Expression? Value { get; } = value;

    public int Slot { get; } = slot;
}

using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>A path to one element, or a pattern for many.</summary>
internal sealed class TagPath
{
    /// <summary>More steps than this make no sense in a data set, and states are kept as bits.</summary>
    public const int MaximumSteps = 30;

    public TagPath(List<PathStep> written, string text, SourcePosition position)
    {
        Written = written;
        Text = text;
        Position = position;
        List<PathStep> steps = [];
        bool singular = true;
        bool engine = true;
        for (int i = 0; i < written.Count; i++)
        {
            PathStep step = written[i];
            bool last = i == written.Count - 1;
            if (step.Kind == PathStepKind.Levels)
            {
                // One or more levels are one level, then any number.
                steps.Add(PathStep.s_anyLevel);
                steps.Add(PathStep.s_levels);
                singular = false;
                continue;
            }

            steps.Add(step);
            singular &= step.IsExact && (last ? step.Item == PathStep.NoItem : step.Item >= 0);
            HasPrivate |= step.IsPrivate;
        }

        foreach (PathStep step in written)
        {
            engine &= step.IsExact && step.Item != PathStep.EveryItem;
        }

        IsSingularToEngine = engine && written[written.Count - 1].Item == PathStep.NoItem;

        Steps = steps.ToArray();

        // To delete an item, or to end in a dot, means everything in there.
        IsItem = steps[steps.Count - 1].Item >= 0;
        if (IsItem || steps[steps.Count - 1].Kind == PathStepKind.AnyLevel)
        {
            steps.Add(PathStep.s_anyElement);
        }

        DeletedSteps = steps.ToArray();
        IsSingular = singular;
    }

    /// <summary>Steps as the script has them.</summary>
    public readonly List<PathStep> Written;

    /// <summary>Steps as they are matched.</summary>
    public readonly PathStep[] Steps;

    /// <summary>Steps as they are matched to delete: an item stands for what is in it.</summary>
    public readonly PathStep[] DeletedSteps;

    /// <summary>As it was written.</summary>
    public readonly string Text;

    public readonly SourcePosition Position;

    /// <summary>No wildcard, every step but the last with an item number, and the last one without.</summary>
    public readonly bool IsSingular;

    /// <summary>As <see cref="IsSingular"/> to XNAT's engine, which does not see that an item is missing on the way.</summary>
    public readonly bool IsSingularToEngine;

    /// <summary>A step is private.</summary>
    public readonly bool HasPrivate;

    /// <summary>Ends in <c>+</c>, which the engine cannot match.</summary>
    public bool EndsInLevels => Written[Written.Count - 1].Kind == PathStepKind.Levels;

    /// <summary>The last step has an item number: the item itself is meant.</summary>
    public readonly bool IsItem;

    /// <summary>Number of the item that is meant, where <see cref="IsItem"/>.</summary>
    public int ItemIndex => Written[Written.Count - 1].Item;

    /// <summary>A singular path of one public step: the usual case, found without walking.</summary>
    public bool IsRootTag => IsSingular && Steps.Length == 1 && !Steps[0].IsPrivate;

    /// <summary>The last step; of a singular path the element itself.</summary>
    public PathStep Last => Steps[Steps.Length - 1];

    /// <summary>For a root tag, the tag.</summary>
    public DicomTag RootTag => new(Steps[0].Bits);

    /// <summary>The sequence whose item is meant, as a singular path; false when the path is none without its item.</summary>
    public bool TryGetItemElement([NotNullWhen(true)] out TagPath? element)
    {
        List<PathStep> steps = [.. Written];
        PathStep last = steps[steps.Count - 1];
        steps[steps.Count - 1] = new PathStep(last.Bits, last.Mask, last.Creator, PathStep.NoItem);
        element = new TagPath(steps, Text, Position);
        return element.IsSingular;
    }

    /// <summary>The path's own text, where a function does not read it.</summary>
    public string ToPlainText()
    {
        StringBuilder text = new();
        for (int i = 0; i < Written.Count; i++)
        {
            Written[i].AppendPlain(text.Append(i > 0 ? "/" : ""), i < Written.Count - 1);
        }

        return text.ToString();
    }

    public override string ToString() => Text;
}

using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>One script on one object: its data sets, variables and counts.</summary>
internal sealed partial class Run(ScriptProgram program, DicomDataset dataset, DicomDataset meta, DicomEditContext context)
{
    private int _changed;
    private int _removed;
    private int _added;
    private int _emptied;
    private int _steps;
    private List<PathMatch>? _spare;

    public ScriptProgram Program { get; } = program;

    public DicomEditOptions Options => Program.Options;

    public DicomDataset Dataset { get; } = dataset;

    /// <summary>Group 2, which scripts see as part of the object.</summary>
    public DicomDataset Meta { get; } = meta;

    public DicomEditContext Context { get; } = context;

    /// <summary>Values by the numbers that the compiler gave to names.</summary>
    public object?[] Variables { get; } = new object?[program.VariableCount];

    /// <summary>Of the statement that runs.</summary>
    public SourcePosition Position { get; set; }

    public List<DicomPixelRegion> PixelEdits { get; } = [];

    /// <summary>Faults of XNAT's engine that were repeated; each once.</summary>
    public List<string> EngineFaults { get; } = [];

    public DicomEditCounts Counts => new(_changed, _removed, _added, _emptied);

    /// <summary>Notes a fault of XNAT's engine that this run repeats.</summary>
    public void Note(string fault)
    {
        if (!EngineFaults.Contains(fault))
        {
            EngineFaults.Add(fault);
        }
    }

    /// <summary>Notes a fault of XNAT's engine that ends the run.</summary>
    public Fault NoteFault(string fault)
    {
        Note(fault);
        return new Fault("XNAT's engine stops here: " + fault);
    }

    /// <summary>Counts work, so that none goes on for ever.</summary>
    public void Step(int count = 1)
    {
        _steps += count;
        if (_steps > Limits.Steps)
        {
            throw new Fault("The script does too much on one object.");
        }
    }

    /// <summary>Every match of a path, group 2 first. Give the list back with <see cref="Return"/>.</summary>
    public List<PathMatch> Find(TagPath path) => Find(path, path.Steps, withCreators: false);

    /// <summary>Every match of a path that is to be deleted.</summary>
    public List<PathMatch> FindDeleted(TagPath path) => Find(path, path.DeletedSteps, withCreators: false);

    /// <summary>Every match of steps of a path.</summary>
    public List<PathMatch> Find(TagPath path, PathStep[] steps, bool withCreators)
    {
        List<PathMatch> matches = _spare ?? [];
        _spare = null;
        matches.Clear();
        PathStep first = path.Steps[0];
        bool exact = first.IsExact;
        if (!exact || first.Group == 2)
        {
            PathWalker.Find(Meta, steps, withCreators, matches);
        }

        if (!exact || first.Group != 2)
        {
            PathWalker.Find(Dataset, steps, withCreators, matches);
        }

        return matches;
    }

    public void Return(List<PathMatch> matches)
    {
        if (matches.Count <= 4096)
        {
            matches.Clear();
            _spare = matches;
        }
    }

    /// <summary>The data set that holds root elements of a group.</summary>
    public DicomDataset RootOf(ushort group) => group == 2 ? Meta : Dataset;

    /// <summary>The element of a singular path; false when it, or something on the way, is not there.</summary>
    public bool TryFind(TagPath path, out DicomDataset place, out DicomElement element)
    {
        place = RootOf(path.Steps[0].Group);
        element = default;
        for (int i = 0; i < path.Steps.Length; i++)
        {
            PathStep step = path.Steps[i];
            DicomTag? tag = step.Creator is { } creator ? PrivateBlocks.Find(place, step.Group, creator, (byte)step.Bits) : new DicomTag(step.Bits);
            if (tag is null || !place.TryGet(tag.Value, out element))
            {
                return false;
            }

            if (i < path.Steps.Length - 1)
            {
                if (element.Items is not { } items || (uint)step.Item >= (uint)items.Count)
                {
                    return false;
                }

                place = items[step.Item];
            }
        }

        return true;
    }

    /// <summary>The text of a singular path; null when it is not there.</summary>
    public string? Read(TagPath path)
    {
        if (Options.IsExact)
        {
            return ExactPaths.Read(this, path);
        }

        if (!path.IsSingular)
        {
            throw new Fault($"{path} may lead to several elements and cannot be read as one value.");
        }

        return TryFind(path, out DicomDataset place, out DicomElement element) ? ElementText.Read(place, element, Program.TagsAreNumbers) : null;
    }
}

using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>Scripts in order, site-wide first: each works on what the one before left. The first that fails ends the chain.</summary>
public sealed class DicomEditChain
{
    /// <summary>Makes a chain.</summary>
    public DicomEditChain(IEnumerable<DicomEditScript> scripts) => Scripts = new List<DicomEditScript>(scripts ?? throw new ArgumentNullException(nameof(scripts)));

    /// <summary>The scripts in order.</summary>
    public IReadOnlyList<DicomEditScript> Scripts { get; }

    /// <summary>Names of the variables that any of them needs, each once.</summary>
    public IReadOnlyList<string> ExternalVariables
    {
        get
        {
            List<string> names = [];
            HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
            foreach (DicomEditScript script in Scripts)
            {
                foreach (DicomEditVariable variable in script.ExternalVariables)
                {
                    if (seen.Add(variable.Name))
                    {
                        names.Add(variable.Name);
                    }
                }
            }

            return names;
        }
    }

    /// <summary>Runs all scripts on a file in memory; see <see cref="DicomEditScript.Apply(DicomFile, DicomEditContext)"/>.</summary>
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

    /// <summary>Runs all scripts on a data set in memory; see <see cref="DicomEditScript.Apply(DicomDataset, DicomEditContext, DicomDataset)"/>.</summary>
    public DicomEditResult Apply(DicomDataset dataset, DicomEditContext context, DicomDataset? meta = null)
    {
        if (dataset is null)
        {
            throw new ArgumentNullException(nameof(dataset));
        }

        if (context is null)
        {
            throw new ArgumentNullException(nameof(context));
        }

        DicomEditCounts counts = default;
        List<DicomPixelRegion> edits = [];
        List<string> faults = [];
        for (int i = 0; i < Scripts.Count; i++)
        {
            DicomEditResult result = Scripts[i].Apply(dataset, context, meta, i);
            counts = counts.Plus(result.Counts);
            edits.AddRange(result.PixelEdits);
            faults.AddRange(result.EngineFaults);
            if (!result.IsSuccess)
            {
                return new DicomEditResult(result.Outcome, result.Message, i, result.Line, result.Column, counts, edits) { EngineFaults = faults };
            }
        }

        return new DicomEditResult(DicomEditOutcome.Success, "Success", Math.Max(0, Scripts.Count - 1), 0, 0, counts, edits) { EngineFaults = faults };
    }
}

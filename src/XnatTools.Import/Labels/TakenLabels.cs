using System;
using System.Collections.Generic;

namespace XnatTools.Import.Labels;

/// <summary>
/// Labels in use, each with where: the plan, the prearchive, the archive. Compared as XNAT does, without case and after cleaning.
/// </summary>
public sealed class TakenLabels
{
    private readonly Dictionary<string, string> _labels = new(LabelRules.Comparer);

    /// <summary>How many different ones there are.</summary>
    public int Count => _labels.Count;

    /// <summary>Adds a label; false when it was taken already.</summary>
    /// <param name="label">The label.</param>
    /// <param name="where">Where it is in use, in words such as "the archive".</param>
    public bool Add(string label, string where)
    {
        string clean = LabelRules.Clean(label);
        if (_labels.ContainsKey(clean))
        {
            return false;
        }

        _labels.Add(clean, where ?? throw new ArgumentNullException(nameof(where)));
        return true;
    }

    /// <summary>Adds many labels of one place; blank ones are passed over.</summary>
    public void AddRange(IEnumerable<string?> labels, string where)
    {
        foreach (string? label in labels ?? throw new ArgumentNullException(nameof(labels)))
        {
            if (!string.IsNullOrWhiteSpace(label))
            {
                Add(label!, where);
            }
        }
    }

    /// <summary>True when XNAT would take the label for one in use.</summary>
    public bool Contains(string label) => _labels.ContainsKey(LabelRules.Clean(label));

    /// <summary>Where it is in use, or null.</summary>
    public string? WhereIs(string label) => _labels.TryGetValue(LabelRules.Clean(label), out string? where) ? where : null;
}

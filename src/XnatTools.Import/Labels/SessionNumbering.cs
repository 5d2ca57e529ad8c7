using System;
using System.Collections.Generic;

namespace XnatTools.Import.Labels;

/// <summary>Numbers the sessions of each subject 1, 2, ... in the order of their dates, for follow-up studies.</summary>
public static class SessionNumbering
{
    /// <summary>
    /// Positions of the studies by date. Studies of one day keep the order of the CSV file; what is left is decided by study UID, so that
    /// the same studies always get the same numbers. Studies without a date come last.
    /// </summary>
    public static int[] InDateOrder(IReadOnlyList<PacsStudy> studies)
    {
        if (studies is null)
        {
            throw new ArgumentNullException(nameof(studies));
        }

        int[] order = new int[studies.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => Compare(studies[a], studies[b], a - b));
        return order;
    }

    /// <summary>The number of each study, in the order given; studies of one subject are told by <paramref name="subjectOf"/>.</summary>
    public static int[] Number(IReadOnlyList<PacsStudy> studies, Func<PacsStudy, string> subjectOf, int start = 1)
    {
        if (subjectOf is null)
        {
            throw new ArgumentNullException(nameof(subjectOf));
        }

        int[] numbers = new int[studies.Count];
        Dictionary<string, int> next = new(LabelRules.Comparer);
        foreach (int index in InDateOrder(studies))
        {
            string subject = subjectOf(studies[index]);
            int number = next.TryGetValue(subject, out int known) ? known : start;
            numbers[index] = number;
            next[subject] = number + 1;
        }

        return numbers;
    }

    private static int Compare(PacsStudy left, PacsStudy right, int position)
    {
        string leftDate = string.IsNullOrEmpty(left.StudyDate) ? "99999999" : left.StudyDate!;
        string rightDate = string.IsNullOrEmpty(right.StudyDate) ? "99999999" : right.StudyDate!;
        int result = string.CompareOrdinal(leftDate, rightDate);
        if (result == 0)
        {
            result = left.Row.CompareTo(right.Row);
        }

        if (result == 0)
        {
            result = string.CompareOrdinal(left.StudyInstanceUid, right.StudyInstanceUid);
        }

        return result != 0 ? result : position;
    }
}

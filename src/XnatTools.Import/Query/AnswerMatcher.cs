using System;
using System.Collections.Generic;
using System.Text;
using XnatTools.Import.Gateway;

namespace XnatTools.Import.Query;

/// <summary>
/// Joins the rows of a batch answer with the rows that were sent. The server leaves failed rows out, so position says nothing,
/// and it garbles the date, so rows that differ by date alone can look the same: where a dropped row could be any of several,
/// none of them is taken as answered.
/// </summary>
internal static class AnswerMatcher
{
    /// <summary>For each row its answer, or null when it was dropped or cannot be told.</summary>
    public static BatchAnswer?[] Match(IReadOnlyList<ImportRow> rows, IReadOnlyList<BatchAnswer> answers)
    {
        BatchAnswer?[] matched = new BatchAnswer?[rows.Count];
        if (rows.Count == 1)
        {
            matched[0] = answers.Count == 1 ? answers[0] : null;
            return matched;
        }

        bool[] used = new bool[answers.Count];
        Pass(rows, answers, matched, used, withLabels: true);
        Pass(rows, answers, matched, used, withLabels: false);
        return matched;
    }

    private static void Pass(IReadOnlyList<ImportRow> rows, IReadOnlyList<BatchAnswer> answers, BatchAnswer?[] matched, bool[] used, bool withLabels)
    {
        Dictionary<string, (List<int> Rows, List<int> Answers)> groups = new(StringComparer.Ordinal);
        for (int i = 0; i < rows.Count; i++)
        {
            if (matched[i] is null)
            {
                Group(groups, Key(rows[i], withLabels)).Rows.Add(i);
            }
        }

        for (int i = 0; i < answers.Count; i++)
        {
            if (!used[i] && groups.TryGetValue(Key(answers[i], withLabels), out (List<int> Rows, List<int> Answers) group))
            {
                group.Answers.Add(i);
            }
        }

        foreach ((List<int> rowIndexes, List<int> answerIndexes) in groups.Values)
        {
            if (answerIndexes.Count == rowIndexes.Count)
            {
                // All of them came back, in file order (specs/xnat-dqr-api.md 4.6).
                for (int i = 0; i < rowIndexes.Count; i++)
                {
                    matched[rowIndexes[i]] = answers[answerIndexes[i]];
                    used[answerIndexes[i]] = true;
                }
            }
            else if (answerIndexes.Count > 0 && SameQuestion(rows, rowIndexes))
            {
                // The very same question more than once: one answer serves them all.
                foreach (int row in rowIndexes)
                {
                    matched[row] = answers[answerIndexes[0]];
                }

                foreach (int answer in answerIndexes)
                {
                    used[answer] = true;
                }
            }
        }
    }

    private static (List<int> Rows, List<int> Answers) Group(Dictionary<string, (List<int> Rows, List<int> Answers)> groups, string key)
    {
        if (!groups.TryGetValue(key, out (List<int> Rows, List<int> Answers) group))
        {
            group = ([], []);
            groups.Add(key, group);
        }

        return group;
    }

    private static bool SameQuestion(IReadOnlyList<ImportRow> rows, List<int> indexes)
    {
        for (int i = 1; i < indexes.Count; i++)
        {
            if (!string.Equals(rows[indexes[0]].StudyDate?.Trim() ?? "", rows[indexes[i]].StudyDate?.Trim() ?? "", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static string Key(ImportRow row, bool withLabels)
    {
        StringBuilder key = new();
        bool named = !string.IsNullOrWhiteSpace(row.LastName) || !string.IsNullOrWhiteSpace(row.FirstName);
        Criteria(key, row.AccessionNumber, row.StudyInstanceUid, row.PatientId, named ? row.LastName + "," + row.FirstName : null, row.PatientBirthDate, row.Modality);
        if (withLabels)
        {
            Labels(key, row.Labels.ToEntries());
        }

        return key.ToString();
    }

    private static string Key(BatchAnswer answer, bool withLabels)
    {
        StringBuilder key = new();
        Criteria(key, answer.AccessionNumber, answer.StudyInstanceUid, answer.PatientId, answer.PatientName, answer.PatientBirthDate, answer.Modality);
        if (withLabels)
        {
            Labels(key, answer.Labels);
        }

        return key.ToString();
    }

    private static void Criteria(StringBuilder key, string? accession, string? study, string? patient, string? name, string? birth, string? modality)
    {
        foreach (string? value in new[] { accession, study, patient, Name(name), birth, modality })
        {
            key.Append(value?.Trim()).Append('\u001F');
        }
    }

    /// <summary>The name reduced to what every echoed form of it shares: its parts, in order.</summary>
    private static string? Name(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        string[] parts = name!.Split([',', '^', ' ', '"'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join("^", parts);
    }

    private static void Labels(StringBuilder key, IEnumerable<KeyValuePair<string, string>> labels)
    {
        SortedDictionary<string, string> sorted = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> label in labels)
        {
            // Two quotes (or six) in a cell are the plugin's word for "set to empty".
            string value = label.Value.Trim();
            sorted[label.Key] = value is "\"\"" or "\"\"\"\"\"\"" ? "" : value;
        }

        foreach (KeyValuePair<string, string> label in sorted)
        {
            key.Append(label.Key).Append('=').Append(label.Value).Append('\u001F');
        }
    }
}

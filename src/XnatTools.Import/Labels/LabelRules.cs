using System;
using System.Text;

namespace XnatTools.Import.Labels;

/// <summary>
/// What XNAT does with labels (specs/xnat-core-api.md 16): characters outside <c>[A-Za-z0-9_-]</c> become <c>_</c>, and labels are
/// compared without case. Session labels are unique in the whole project.
/// </summary>
public static class LabelRules
{
    /// <summary>Longest label that fits the DICOM elements it is written to: patient ID (LO) and patient name (PN) hold 64 characters.</summary>
    public const int MaximumLength = 64;

    /// <summary>Compares two clean labels as XNAT does.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>True for the characters a label may hold.</summary>
    public static bool IsAllowed(char c) => c is >= 'A' and <= 'Z' or >= 'a' and <= 'z' or >= '0' and <= '9' or '_' or '-';

    /// <summary>True when XNAT keeps the label as it is.</summary>
    public static bool IsValid(string? label)
    {
        if (string.IsNullOrEmpty(label) || label!.Length > MaximumLength)
        {
            return false;
        }

        foreach (char c in label)
        {
            if (!IsAllowed(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The label itself when it is one.</summary>
    /// <param name="label">The label.</param>
    /// <param name="target">What it is for, carried by the error.</param>
    /// <exception cref="XnatException">XNAT would change or refuse it.</exception>
    public static string Require(string label, object? target = null) => IsValid(label)
        ? label
        : throw new XnatException(
            XnatErrorCode.LabelInvalid,
            string.IsNullOrEmpty(label) ? "The label is empty." : label.Length > MaximumLength ? $"The label is longer than {MaximumLength} characters." : "The label holds a character other than letters, digits, _ and -.")
        {
            TargetObject = target,
        };

    /// <summary>The label as XNAT would make it.</summary>
    public static string Clean(string label)
    {
        if (label is null)
        {
            throw new ArgumentNullException(nameof(label));
        }

        StringBuilder clean = new(label.Length);
        foreach (char c in label.Trim())
        {
            clean.Append(IsAllowed(c) ? c : '_');
        }

        return clean.ToString();
    }

    /// <summary>True when XNAT takes the two for the same label.</summary>
    public static bool AreSame(string left, string right) => Comparer.Equals(Clean(left), Clean(right));

    /// <summary>The label as the eye reads it: O as 0, I and l as 1, - as _, all small letters.</summary>
    public static string Skeleton(string label)
    {
        if (label is null)
        {
            throw new ArgumentNullException(nameof(label));
        }

        char[] skeleton = label.ToCharArray();
        for (int i = 0; i < skeleton.Length; i++)
        {
            skeleton[i] = skeleton[i] switch
            {
                'O' or 'o' => '0',
                'I' or 'i' or 'l' or 'L' => '1',
                '-' => '_',
                char c => char.ToLowerInvariant(c),
            };
        }

        return new string(skeleton);
    }
}

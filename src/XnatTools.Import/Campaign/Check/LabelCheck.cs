using XnatTools.Import.Labels;

namespace XnatTools.Import.Campaign;

/// <summary>What may stand in a label and in a relabelled tag, once it goes into the server's script unescaped.</summary>
internal static class LabelCheck
{
    /// <summary>Null (leave it) or a label that XNAT keeps as it is.</summary>
    public static bool IsLabel(string? label) => label is null || LabelRules.IsValid(label);

    /// <summary>Printable ASCII without what ends or escapes a script literal; empty, but not blank, which would leave the original.</summary>
    public static bool IsSafeValue(string value)
    {
        if (value.Length > 0 && string.IsNullOrWhiteSpace(value))
        {
            return false;
        }

        foreach (char c in value)
        {
            if (c is < ' ' or > '~' or '"' or '\\')
            {
                return false;
            }
        }

        return true;
    }
}

namespace XnatTools.Import.Campaign;

/// <summary>What may stand in a label and in a relabelled tag, once it goes into the server's script unescaped.</summary>
internal static class LabelCheck
{
    private const int MaximumLength = 64;

    /// <summary>Null (leave it) or letters, digits, _ and -.</summary>
    public static bool IsLabel(string? label)
    {
        if (label is null)
        {
            return true;
        }

        foreach (char c in label)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-'))
            {
                return false;
            }
        }

        return label.Length is > 0 and <= MaximumLength;
    }

    /// <summary>Printable ASCII without what ends or escapes a script literal.</summary>
    public static bool IsSafeValue(string value)
    {
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

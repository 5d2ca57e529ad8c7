using System;
using System.Collections.Generic;
using System.Text;

namespace XnatTools.DicomEdit;

/// <summary>Conversions between the kinds of values.</summary>
internal static class Values
{
    /// <summary>A value as text; a list as its listing. Null stays null.</summary>
    public static string? ToText(object? value)
    {
        switch (value)
        {
            case null:
                return null;
            case string text:
                return text;
            case bool flag:
                return flag ? "true" : "false";
            case TagPath path:
                return path.ToPlainText();
            case List<object?> list:
                StringBuilder builder = new("[");
                Append(builder, list, 0);
                return Limits.Checked(builder.Append(']').ToString());
            default:
                throw new Fault("The function gives no value.");
        }
    }

    /// <summary>True for the text "true" in any case.</summary>
    public static bool ToBoolean(object? value) =>
        value is bool flag ? flag : string.Equals(ToText(value), "true", StringComparison.OrdinalIgnoreCase);

    private static void Append(StringBuilder builder, List<object?> list, int depth)
    {
        if (depth > 100 || builder.Length > Limits.TextLength)
        {
            throw new Fault("A list grows beyond all measure.");
        }

        for (int i = 0; i < list.Count; i++)
        {
            builder.Append(i > 0 ? ", " : "");
            if (list[i] is List<object?> inner)
            {
                builder.Append('[');
                Append(builder, inner, depth + 1);
                builder.Append(']');
            }
            else
            {
                builder.Append(ToText(list[i]) ?? "null");
            }
        }
    }
}

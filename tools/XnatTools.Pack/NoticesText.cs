using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace XnatTools.Pack;

/// <summary>ThirdPartyNotices.txt: every shipped package with its licence, equal texts once.</summary>
internal static class NoticesText
{
    public static string Write(IReadOnlyList<ShippedPackage> packages)
    {
        StringBuilder text = new("XnatTools is distributed with the following libraries. Each is used as published, under its own licence.\n");
        foreach (IGrouping<string, ShippedPackage> group in packages.GroupBy(p => Plain(p.LicenceText)))
        {
            text.Append('\n').Append('-', 100).Append('\n');
            foreach (ShippedPackage package in group)
            {
                text.Append('\n').Append(package.Id).Append(' ').Append(package.Version).Append(" (").Append(package.Licence).Append(")\n");
                text.Append(Plain(package.Copyright)).Append('\n').Append(package.Project).Append('\n');
            }

            text.Append('\n').Append(group.Key.Trim()).Append('\n');
        }

        return text.ToString();
    }

    private static string Plain(string text)
    {
        StringBuilder plain = new(text.Length);
        foreach (char c in text.Replace("\r\n", "\n", System.StringComparison.Ordinal))
        {
            plain.Append(c switch { '\u00A9' => "(c)", '\uFEFF' or '\f' => "", '\u2018' or '\u2019' => "'", '\u201C' or '\u201D' => "\"", '\u2013' or '\u2014' => "-", _ => c.ToString() });
        }

        return plain.ToString();
    }
}

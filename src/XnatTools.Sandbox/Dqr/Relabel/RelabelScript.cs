using System.Collections.Generic;
using System.Text;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>
/// Writes the DicomEdit script of a relabel map as the plugin does: in the order of the map, without any escaping.
/// </summary>
internal static class RelabelScript
{
    /// <summary>The width of the column that holds the script.</summary>
    public const int MaximumLength = 16384;

    /// <summary>The script, or null when no entry has a value.</summary>
    public static string? Generate(IEnumerable<KeyValuePair<string, string?>> relabelMap)
    {
        StringBuilder script = new("version \"6.1\"");
        bool any = false;
        foreach (KeyValuePair<string, string?> entry in relabelMap)
        {
            if (string.IsNullOrWhiteSpace(entry.Value))
            {
                continue;
            }

            // The server looks the key up in a map and uses what it gets: an unknown key is a null pointer.
            if (!RelabelHeadings.Tags.TryGetValue(entry.Key, out string[]? tags))
            {
                throw new XapiException(XapiFault.Other);
            }

            string value = entry.Value is "\"\"" or "\"\"\"\"\"\"" ? string.Empty : entry.Value;
            foreach (string tag in tags)
            {
                script.Append('\n').Append(tag).Append(" := \"").Append(value).Append('"');
            }

            any = true;
        }

        if (!any)
        {
            return null;
        }

        if (script.Length > MaximumLength)
        {
            throw new XapiException(XapiFault.Other, "could not execute statement");
        }

        return script.ToString();
    }
}

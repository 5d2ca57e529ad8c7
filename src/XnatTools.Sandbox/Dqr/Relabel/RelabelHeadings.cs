using System.Collections.Generic;

namespace XnatTools.Sandbox.Dqr;

/// <summary>The closed set of headings that relabel, with the tags each one sets, in the order they are written.</summary>
internal static class RelabelHeadings
{
    public static IReadOnlyDictionary<string, string[]> Tags { get; } = new Dictionary<string, string[]>
    {
        ["Subject"] = ["(0010,0010)", "(0010,0020)"],
        ["Session"] = ["(0020,0010)", "(0008,0050)"],
        ["Relabel Patient Name"] = ["(0010,0010)"],
        ["Relabel Patient ID"] = ["(0010,0020)"],
        ["Relabel Study ID"] = ["(0020,0010)"],
        ["Relabel Accession Number"] = ["(0008,0050)"],
        ["Relabel Study Date"] = ["(0008,0020)"],
        ["Relabel Patient Birth Date"] = ["(0010,0030)"],
    };
}

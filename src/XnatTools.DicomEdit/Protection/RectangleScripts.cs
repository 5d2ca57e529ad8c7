using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Text;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Pixels;

namespace XnatTools.DicomEdit.Protection;

/// <summary>Scripts of alterPixels lines for rectangles of a template, as the desktop client makes them; each compiled once.</summary>
internal sealed class RectangleScripts
{
    private readonly ConcurrentDictionary<string, DicomEditScript> _scripts = new();

    public DicomEditScript For(IReadOnlyList<DicomPixelRegion> regions)
    {
        StringBuilder text = new("version \"6.6\"\n");
        foreach (DicomPixelRegion region in regions)
        {
            text.Append(UltrasoundRegions.ToScriptLine(region)).Append('\n');
        }

        return _scripts.GetOrAdd(text.ToString(), static script => DicomEditScript.Compile(script));
    }
}

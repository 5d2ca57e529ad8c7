namespace XnatTools.DicomEdit.Tests.Differential;

/// <summary>An image of 10 rows and 12 columns, a script, and what XNAT's engine (6.6.0) made of its pixels.</summary>
internal sealed class RecordedPixels
{
    public string Photometric { get; set; } = "";

    public int Samples { get; set; }

    public int Bits { get; set; }

    public int Planar { get; set; }

    public int Frames { get; set; }

    public string Script { get; set; } = "";

    /// <summary>Success, or Error where it failed or refused.</summary>
    public string Outcome { get; set; } = "";

    /// <summary>SHA-256 of the first 600 bytes of the pixel data; "" where there is none.</summary>
    public string Pixels { get; set; } = "";
}

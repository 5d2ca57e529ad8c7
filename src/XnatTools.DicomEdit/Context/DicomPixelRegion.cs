namespace XnatTools.DicomEdit;

/// <summary>A rectangle that <c>alterPixels</c> blacks out in every frame, as the script says it: it may reach beyond the image.</summary>
public readonly struct DicomPixelRegion
{
    /// <summary>Makes a rectangle, in pixels.</summary>
    /// <param name="left">First column, from 0.</param>
    /// <param name="top">First row, from 0.</param>
    /// <param name="right">Column after the last one.</param>
    /// <param name="bottom">Row after the last one.</param>
    public DicomPixelRegion(int left, int top, int right, int bottom)
    {
        Left = left;
        Top = top;
        Right = right;
        Bottom = bottom;
    }

    /// <summary>First column, from 0.</summary>
    public int Left { get; }

    /// <summary>First row, from 0.</summary>
    public int Top { get; }

    /// <summary>Column after the last one.</summary>
    public int Right { get; }

    /// <summary>Row after the last one.</summary>
    public int Bottom { get; }
}

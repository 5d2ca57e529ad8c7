using System;
using System.Collections.Generic;

namespace XnatTools.Dicom;

/// <summary>
/// The bytes that elements point into: for a file its header, with large values left out. Where one is left out the
/// place is noted, so that any stretch of elements can be written again byte for byte.
/// </summary>
internal sealed class DicomBuffer
{
    private static readonly byte[] s_nothing = [];
    private static readonly List<Gap> s_none = [];

    private List<Gap>? _gaps;

    public DicomBuffer()
    {
    }

    public DicomBuffer(byte[] data)
    {
        Data = data;
        Length = data.Length;
    }

    /// <summary>The bytes; only the first <see cref="Length"/> count.</summary>
    public byte[] Data { get; set; } = s_nothing;

    public int Length { get; set; }

    /// <summary>Numbers in it have their high byte first.</summary>
    public bool BigEndian { get; set; }

    /// <summary>Elements in it are written without representation.</summary>
    public bool Implicit { get; set; }

    /// <summary>Where left-out values are.</summary>
    public DicomSource? Source { get; set; }

    /// <summary>Left-out values in order.</summary>
    public List<Gap> Gaps => _gaps ?? s_none;

    /// <summary>Notes that a value was left out.</summary>
    public void Add(Gap gap) => (_gaps ??= []).Add(gap);

    /// <summary>Total length of what was left out before or at <paramref name="position"/>, from <paramref name="start"/> (exclusive).</summary>
    public long GapsBetween(int start, int position)
    {
        long total = 0;
        foreach (Gap gap in Gaps)
        {
            if (gap.Position > start && gap.Position <= position)
            {
                total += gap.Length;
            }
        }

        return total;
    }

    internal readonly struct Gap(int position, long offset, long length)
    {
        /// <summary>Place in the buffer before which the value belongs.</summary>
        public int Position { get; } = position;

        /// <summary>Place in the source.</summary>
        public long Offset { get; } = offset;

        public long Length { get; } = length;
    }
}

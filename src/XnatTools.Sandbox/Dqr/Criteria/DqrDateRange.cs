using System;

namespace XnatTools.Sandbox.Dqr;

/// <summary>A range of study dates; either side may be open.</summary>
internal sealed record DqrDateRange(DateOnly? Start, DateOnly? End)
{
    /// <summary>
    /// What is sent to the PACS. A single day, or a range with equal ends, is padded to two days: DICOM ranges are
    /// inclusive and the server adds a day all the same. Null when both sides are open.
    /// </summary>
    public string? ToDicom()
    {
        if (Start is null && End is null)
        {
            return null;
        }

        DateOnly? end = Start is DateOnly start && End is DateOnly last && start == last ? last.AddDays(1) : End;
        return (Start is null ? string.Empty : DqrDate.Dicom(Start.Value)) + "-" + (end is null ? string.Empty : DqrDate.Dicom(end.Value));
    }
}

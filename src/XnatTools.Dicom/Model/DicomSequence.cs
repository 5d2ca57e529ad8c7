using System.Collections.Generic;

namespace XnatTools.Dicom;

/// <summary>Items of a sequence and how they were written, so that a change keeps the form of the rest.</summary>
internal sealed class DicomSequence
{
    public List<DicomDataset> Items { get; } = [];

    /// <summary>Written with undefined length and a delimiter.</summary>
    public bool UndefinedLength { get; set; }

    /// <summary>Was UN of undefined length: its content is implicit little endian whatever the syntax.</summary>
    public bool ImplicitContent { get; set; }

    /// <summary>Was UN although its content is explicit little endian, as some makers write it.</summary>
    public bool ExplicitContent { get; set; }

    /// <summary>Written as UN, with content in a syntax of its own.</summary>
    public bool IsUnknown => ImplicitContent || ExplicitContent;

    /// <summary>An item was added or taken away.</summary>
    public bool HasOtherItems { get; set; }

    /// <summary>True when an item was changed, added or taken away.</summary>
    public bool IsModified
    {
        get
        {
            if (HasOtherItems)
            {
                return true;
            }

            foreach (DicomDataset item in Items)
            {
                if (item.IsModified)
                {
                    return true;
                }
            }

            return false;
        }
    }
}

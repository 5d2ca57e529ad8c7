using System.Collections.Generic;

namespace XnatTools.Dicom;

/// <content>Copies.</content>
public sealed partial class DicomDataset
{
    /// <summary>
    /// A copy that can be changed apart from this one. Bytes are shared, since nothing ever writes into them; values that
    /// stay in the file still do.
    /// </summary>
    public DicomDataset Clone()
    {
        DicomElement[] elements = new DicomElement[_count];
        DicomDataset copy = new(elements, _count)
        {
            Buffer = Buffer,
            RawStart = RawStart,
            RawEnd = RawEnd,
            ContentEnd = ContentEnd,
            UndefinedLength = UndefinedLength,
            LastIsCut = LastIsCut,
            IsModified = IsModified,
            IsSpoiled = IsSpoiled,
            _touchedGroups = _touchedGroups is null ? null : new HashSet<ushort>(_touchedGroups),
        };
        for (int i = 0; i < _count; i++)
        {
            elements[i] = _elements[i];
            if (_elements[i].Sequence is not { } sequence)
            {
                continue;
            }

            DicomSequence items = new() { UndefinedLength = sequence.UndefinedLength, ImplicitContent = sequence.ImplicitContent, ExplicitContent = sequence.ExplicitContent, HasOtherItems = sequence.HasOtherItems };
            foreach (DicomDataset item in sequence.Items)
            {
                DicomDataset cloned = item.Clone();
                cloned._parent = copy;
                items.Items.Add(cloned);
            }

            elements[i] = _elements[i].WithSequence(items);
        }

        // A copy of an item carries the character set along when it leaves its parent.
        if (_parent is not null && !Contains(DicomTags.SpecificCharacterSet) && CharacterSet != DicomCharacterSet.Default)
        {
            copy._characterSet = CharacterSet;
        }

        return copy;
    }
}

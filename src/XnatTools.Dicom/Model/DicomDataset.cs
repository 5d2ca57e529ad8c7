using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace XnatTools.Dicom;

/// <summary>
/// Data elements in ascending order of their tags, one of each. Text is decoded by the data set's own character set, or
/// that of the data set it is nested in. What came from a file keeps its bytes until it is changed.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "Data set is the word of the standard.")]
public sealed partial class DicomDataset : IReadOnlyCollection<DicomElement>
{
    private DicomElement[] _elements;
    private int _count;
    private DicomDataset? _parent;
    private DicomCharacterSet? _characterSet;
    private HashSet<ushort>? _touchedGroups;

    /// <summary>An empty data set.</summary>
    public DicomDataset() => _elements = [];

    internal DicomDataset(DicomElement[] elements, int count)
    {
        _elements = elements;
        _count = count;
    }

    /// <inheritdoc/>
    public int Count => _count;

    /// <summary>The data set whose item this is, or null.</summary>
    public DicomDataset? Parent => _parent;

    /// <summary>True when it, or an item in it, differs from the file it was read from.</summary>
    public bool IsModified { get; private set; }

    /// <summary>The character set in force: its own (0008,0005), else that of what encloses it.</summary>
    public DicomCharacterSet CharacterSet
    {
        get
        {
            if (_characterSet is null)
            {
                int index = IndexOf(DicomTags.SpecificCharacterSet);
                if (index >= 0)
                {
                    _characterSet = DicomCharacterSet.Get(DicomValueText.AsciiOf(_elements[index]));
                }
                else
                {
                    // Not remembered: the parent's may change.
                    return _parent?.CharacterSet ?? DicomCharacterSet.Default;
                }
            }

            return _characterSet;
        }
    }

    /// <summary>Buffer that the raw places of this data set are in.</summary>
    internal DicomBuffer? Buffer { get; set; }

    /// <summary>Start in the buffer; of the item's header, when it is an item.</summary>
    internal int RawStart { get; set; }

    /// <summary>End in the buffer with its delimiter; -1 when it did not come from a file.</summary>
    internal int RawEnd { get; set; } = -1;

    /// <summary>End of the last element in the buffer; what follows up to <see cref="RawEnd"/> is trailing.</summary>
    internal int ContentEnd { get; set; }

    /// <summary>Edited in part when something failed: never to be written.</summary>
    internal bool IsSpoiled { get; private set; }

    /// <summary>The last element is one that the end of the file cut off.</summary>
    internal bool LastIsCut { get; set; }

    /// <summary>An item written with undefined length and a delimiter.</summary>
    internal bool UndefinedLength { get; set; }

    /// <summary>The element with that tag, or null.</summary>
    public DicomElement? this[DicomTag tag]
    {
        get
        {
            int index = IndexOf(tag);
            return index >= 0 ? _elements[index] : null;
        }
    }

    /// <summary>Tells whether the tag is there, with a value or without.</summary>
    public bool Contains(DicomTag tag) => IndexOf(tag) >= 0;

    /// <summary>Finds an element.</summary>
    public bool TryGet(DicomTag tag, out DicomElement element)
    {
        int index = IndexOf(tag);
        element = index >= 0 ? _elements[index] : default;
        return index >= 0;
    }

    /// <summary>The maker's name for the block that a private element is in, or null.</summary>
    public string? GetPrivateCreator(DicomTag tag) =>
        tag.IsPrivate && tag.Element >= 0x1000 ? GetString(tag.PrivateCreatorTag) : null;

    /// <summary>What the dictionary knows of a tag here: standard, or private by the creator of its block.</summary>
    public bool TryGetDictionaryEntry(DicomTag tag, [NotNullWhen(true)] out DicomDictionaryEntry? entry)
    {
        if (DicomDictionary.Standard.TryGet(tag, out entry))
        {
            return true;
        }

        string? creator = GetPrivateCreator(tag);
        return creator is not null && DicomDictionary.Standard.TryGetPrivate(tag, creator, out entry);
    }

    /// <summary>The tag that an element of a maker's block has in this data set, or null when the block is not reserved.</summary>
    /// <param name="group">The odd group.</param>
    /// <param name="creator">The maker's name of the block.</param>
    /// <param name="element">Low byte of the element.</param>
    public DicomTag? FindPrivate(ushort group, string creator, byte element)
    {
        for (int block = 0x10; block <= 0xFF; block++)
        {
            if (GetString(new DicomTag(group, (ushort)block)) == creator)
            {
                return new DicomTag(group, (ushort)((block << 8) | element));
            }
        }

        return null;
    }

    /// <summary>Adds or replaces an element.</summary>
    public void Set(DicomElement element)
    {
        if (element.Sequence is { } sequence)
        {
            foreach (DicomDataset item in sequence.Items)
            {
                item._parent = this;
            }
        }

        int index = IndexOf(element.Tag);
        if (index >= 0)
        {
            LastIsCut &= index < _count - 1;
            _elements[index] = element;
        }
        else
        {
            index = ~index;
            if (index == _count)
            {
                SettleCut();
            }

            if (_count == _elements.Length)
            {
                Array.Resize(ref _elements, Math.Max(8, _count + (_count / 2) + 1));
            }

            Array.Copy(_elements, index, _elements, index + 1, _count - index);
            _elements[index] = element;
            _count++;
        }

        Touch(element.Tag);
    }

    /// <summary>Makes a sequence of these items; no items make an empty sequence. An item that already has a place is copied.</summary>
    public void SetItems(DicomTag tag, params DicomDataset[] items)
    {
        DicomSequence sequence = new();
        foreach (DicomDataset item in items ?? throw new ArgumentNullException(nameof(items)))
        {
            sequence.Items.Add(item._parent is null ? item : item.Clone());
        }

        Set(new DicomElement(tag, sequence));
    }

    /// <summary>Takes an element away; false when it was not there.</summary>
    public bool Remove(DicomTag tag)
    {
        int index = IndexOf(tag);
        if (index < 0)
        {
            return false;
        }

        LastIsCut &= index < _count - 1;
        _count--;
        Array.Copy(_elements, index + 1, _elements, index, _count - index);
        _elements[_count] = default;
        Touch(tag);
        return true;
    }

    /// <inheritdoc/>
    public IEnumerator<DicomElement> GetEnumerator()
    {
        for (int i = 0; i < _count; i++)
        {
            yield return _elements[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The elements in order as a span, for loops that must not allocate. Valid until the next change.</summary>
    public ReadOnlySpan<DicomElement> AsSpan() => new(_elements, 0, _count);

    internal void Settle(DicomElement[] elements, int count, DicomBuffer buffer)
    {
        _elements = elements;
        _count = count;
        Buffer = buffer;
    }

    /// <summary>Marks a data set whose editing failed midway, so that no file is ever written of it.</summary>
    internal void Spoil() => IsSpoiled = true;

    /// <summary>
    /// The header of an element that was cut off counts bytes that the file did not have, and would take what is written
    /// behind it for them: it is to be written anew.
    /// </summary>
    internal void SettleCut()
    {
        if (LastIsCut)
        {
            _elements[_count - 1] = _elements[_count - 1].ToBeWrittenAnew();
            LastIsCut = false;
        }
    }

    internal void SetParent(DicomDataset parent) => _parent = parent;

    internal void MarkModified()
    {
        for (DicomDataset? dataset = this; dataset is not null && !dataset.IsModified; dataset = dataset._parent)
        {
            dataset.IsModified = true;
            dataset._unknown?.Adopt();
            dataset._unknown = null;
        }
    }

    /// <summary>Elements of the group were set or taken away.</summary>
    internal bool IsGroupTouched(ushort group) => _touchedGroups is not null && _touchedGroups.Contains(group);

    private void Touch(DicomTag tag)
    {
        (_touchedGroups ??= []).Add(tag.Group);
        _unknownSequences?.TryRemove(tag.Value, out _);
        if (tag == DicomTags.SpecificCharacterSet)
        {
            _characterSet = null;
        }

        MarkModified();
    }

    private int IndexOf(DicomTag tag)
    {
        int low = 0;
        int high = _count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            uint value = _elements[middle].Tag.Value;
            if (value == tag.Value)
            {
                return middle;
            }

            if (value < tag.Value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}

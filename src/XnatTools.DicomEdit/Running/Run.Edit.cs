using System;
using System.Collections.Generic;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <content>What changes the object. Everything that does goes through here and is counted.</content>
internal sealed partial class Run
{
    /// <summary>Writes a value where a singular path leads; sequences, items and private blocks are made as needed.</summary>
    public void Assign(TagPath path, string text)
    {
        if (!path.IsSingular)
        {
            throw new Fault($"{path} may lead to several elements and cannot be assigned.");
        }

        if (Options.IsExact)
        {
            ExactPaths.Assign(this, path, text);
            return;
        }

        DicomDataset place = RootOf(path.Steps[0].Group);
        for (int i = 0; i < path.Steps.Length - 1; i++)
        {
            PathStep step = path.Steps[i];
            place = ItemOf(place, TagOf(place, step), step.Item);
        }

        PathStep last = path.Last;
        Set(place, TagOf(place, last), text);
    }

    /// <summary>Writes a value at a tag of a data set.</summary>
    public void Set(DicomDataset place, DicomTag tag, string text) => Set(place, tag, text, DicomVR.UN);

    /// <summary>Writes a value; the last argument is the representation where no dictionary knows the tag.</summary>
    public void Set(DicomDataset place, DicomTag tag, string text, DicomVR unknown)
    {
        Step();
        bool exists = place.TryGet(tag, out DicomElement old);
        DicomVR vr = exists ? old.VR : NewVR(place, tag);
        vr = !exists && vr == DicomVR.UN ? unknown : vr;
        if (vr == DicomVR.SQ || (exists && old.IsSequence))
        {
            throw new Fault($"{tag} is a sequence: it takes no value. To empty it, delete it.");
        }

        DicomCharacterSet characters = tag == DicomTags.SpecificCharacterSet ? DicomCharacterSet.Default : place.CharacterSet;
        byte[]? bytes = Options.IsExact ? ExactBytes.Encode(this, tag, vr, text, characters) : ElementBytes.Encode(tag, vr, text, characters);
        if (bytes is null)
        {
            CharacterSetRepair.Declare(this, place, tag, vr);
            bytes = ElementBytes.Encode(tag, vr, text, place.CharacterSet)
                ?? throw new Fault($"A character for {tag} is not in the character set of the object.");
        }

        Put(place, new DicomElement(tag, vr, bytes), exists, old);
    }

    /// <summary>Empties an element.</summary>
    public void Empty(DicomDataset place, DicomTag tag)
    {
        if (place.TryGet(tag, out DicomElement old) && !old.IsEmpty)
        {
            Put(place, new DicomElement(tag, old.VR, []), true, old);
        }
    }

    /// <summary>Takes an element away, a sequence whole.</summary>
    public void Remove(DicomDataset place, DicomTag tag)
    {
        Step();
        if (place.Remove(tag))
        {
            _removed++;
        }
    }

    /// <summary>The tag of a step here; a block is reserved for a creator that has none.</summary>
    public DicomTag TagOf(DicomDataset place, PathStep step)
    {
        if (step.Creator is not { } creator)
        {
            return new DicomTag(step.Bits);
        }

        if (PrivateBlocks.Find(place, step.Group, creator, (byte)step.Bits) is { } found)
        {
            return found;
        }

        int block = PrivateBlocks.FindFree(place, step.Group);
        if (block == 0)
        {
            throw new Fault($"Group {step.Group:X4} has no free private block.");
        }

        Set(place, new DicomTag(step.Group, (ushort)block), creator);
        return new DicomTag(step.Group, (ushort)((block << 8) | (byte)step.Bits));
    }

    /// <summary>An item of a sequence; the sequence, and items up to this one, are made when missing.</summary>
    public DicomDataset ItemOf(DicomDataset place, DicomTag tag, int index)
    {
        bool exists = place.TryGet(tag, out DicomElement element);
        if (exists && !element.IsSequence && !element.IsEmpty)
        {
            throw new Fault($"{tag} is on the way and is no sequence.");
        }

        DicomSequence? old = element.Sequence;
        if (old is not null && index < old.Items.Count)
        {
            return old.Items[index];
        }

        Step(index + 1);
        DicomSequence sequence = new() { UndefinedLength = old?.UndefinedLength ?? false, ImplicitContent = old?.ImplicitContent ?? false };
        if (old is not null)
        {
            sequence.Items.AddRange(old.Items);
        }

        while (sequence.Items.Count <= index)
        {
            sequence.Items.Add(new DicomDataset());
        }

        _added += exists ? 0 : 1;
        place.Set(new DicomElement(tag, sequence));
        return sequence.Items[index];
    }

    /// <summary>Takes empty items from the end of a sequence.</summary>
    public static void TrimItems(DicomDataset place, DicomTag tag)
    {
        if (!place.TryGet(tag, out DicomElement element) || element.Sequence is not { Items.Count: > 0 } old || old.Items[old.Items.Count - 1].Count > 0)
        {
            return;
        }

        DicomSequence sequence = new() { UndefinedLength = old.UndefinedLength, ImplicitContent = old.ImplicitContent };
        sequence.Items.AddRange(old.Items);
        while (sequence.Items.Count > 0 && sequence.Items[sequence.Items.Count - 1].Count == 0)
        {
            sequence.Items.RemoveAt(sequence.Items.Count - 1);
        }

        place.Set(new DicomElement(tag, sequence));
    }

    /// <summary>Sets a variable.</summary>
    public void SetVariable(int slot, object? value)
    {
        if (ReferenceEquals(value, Nothing.s_value))
        {
            throw new Fault("The function gives no value.");
        }

        Variables[slot] = value;
    }

    /// <summary>XNAT's engine knows no private dictionary.</summary>
    private DicomVR NewVR(DicomDataset place, DicomTag tag)
    {
        DicomVR vr = place.DefaultVR(tag);
        if (Options.IsExact && tag.IsPrivate && !tag.IsPrivateCreator && vr != DicomVR.UN)
        {
            Note("New private elements get the representation UN.");
            return DicomVR.UN;
        }

        return vr;
    }

    private void Put(DicomDataset place, DicomElement element, bool exists, DicomElement old)
    {
        if (!exists)
        {
            _added++;
        }
        else if (element.IsEmpty)
        {
            if (old.IsEmpty)
            {
                return;
            }

            _emptied++;
        }
        else if (Same(element, old))
        {
            return;
        }
        else
        {
            _changed++;
        }

        place.Set(element);
    }

    /// <summary>Same bytes of the same representation: the element stays as the file has it.</summary>
    private static bool Same(in DicomElement element, in DicomElement old) =>
        !old.IsBigEndian && !old.IsBulk && old.VR == element.VR && old.RawValue.SequenceEqual(element.RawValue);
}

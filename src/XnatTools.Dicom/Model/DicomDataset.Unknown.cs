using System.Collections.Concurrent;
using System.Threading;

namespace XnatTools.Dicom;

/// <content>Sequences in UN (PS3.5 6.2.2 note 2).</content>
public sealed partial class DicomDataset
{
    // One reading for all who ask, so that what one changes the next one sees. Reading may come from several threads.
    private ConcurrentDictionary<uint, DicomSequence?>? _unknownSequences;
    private UnknownPlace? _unknown;

    /// <summary>
    /// The sequence that a UN element holds, or null. The element stays as it is until an item is changed; then the sequence
    /// takes its place, still written as UN.
    /// </summary>
    private DicomSequence? ReadUnknown(DicomElement element)
    {
        if (element.VR != DicomVR.UN && element.VR != DicomVR.OB)
        {
            return null;
        }

        if (_unknownSequences is { } known && known.TryGetValue(element.Tag.Value, out DicomSequence? sequence))
        {
            return sequence;
        }

        sequence = DicomReader.TryReadItems(this, element);
        if (sequence is null)
        {
            return null;
        }

        foreach (DicomDataset item in sequence.Items)
        {
            item._unknown = new UnknownPlace(this, element.Tag, sequence);
        }

        LazyInitializer.EnsureInitialized(ref _unknownSequences, static () => new ConcurrentDictionary<uint, DicomSequence?>());
        return _unknownSequences!.GetOrAdd(element.Tag.Value, sequence);
    }

    /// <summary>Where an item belongs that was read out of UN.</summary>
    private sealed class UnknownPlace(DicomDataset owner, DicomTag tag, DicomSequence sequence)
    {
        public void Adopt()
        {
            int index = owner.IndexOf(tag);

            // Gone, or replaced meanwhile: then nothing of it is written.
            if (index >= 0 && owner._unknownSequences is { } known && known.TryGetValue(tag.Value, out DicomSequence? current) && current == sequence && !owner._elements[index].IsSequence)
            {
                owner._elements[index] = owner._elements[index].WithSequence(sequence);
                (owner._touchedGroups ??= []).Add(tag.Group);
            }
        }
    }
}

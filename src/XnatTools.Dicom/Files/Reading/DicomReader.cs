using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace XnatTools.Dicom;

/// <summary>
/// Reads elements out of a source. The header is gathered in one buffer which elements point into; large values are left
/// out of it and noted by place. Nothing is allocated for an element: a level's elements are collected on a shared stack
/// and copied once.
/// </summary>
internal sealed partial class DicomReader : IDisposable
{
    // Most headers are shorter, and every byte is copied by the kernel; the next chunks are larger.
    private const int FirstChunk = 8 * 1024;
    private const int LargestChunk = 1024 * 1024;

    [ThreadStatic]
    private static Scratch? t_scratch;

    private readonly DicomSource _source;
    private readonly DicomReadOptions _options;
    private readonly List<DicomFinding> _findings;
    private readonly long _limit;
    private readonly Scratch _scratch;
    private readonly uint[] _pathTags;
    private readonly int[] _pathItems;
    private byte[] _data;
    private int _filled;
    private int _pos;
    private long _base;
    private long _elided;
    private DicomElement[] _stack;
    private int _top;
    private int _highest;
    private int _cuts;
    private int _elements;
    private DicomBuffer _target;
    private DicomBuffer? _littleTarget;
    private bool _bigEndian;
    private bool _signed;
    private bool _stopped;
    private int _pathDepth;
    private uint _level;
    private uint _levels;

    public DicomReader(DicomSource source, long start, long limit, DicomReadOptions options, List<DicomFinding> findings)
    {
        _source = source;
        _base = start;
        _limit = Math.Min(limit, source.Length);
        _options = options;
        _findings = findings;
        _data = ArrayPool<byte>.Shared.Rent(FirstChunk + 4096);

        // A reader inside a reader finds none and makes its own.
        _scratch = t_scratch ?? new Scratch();
        t_scratch = null;
        _stack = _scratch.Stack;
        _pathTags = _scratch.PathTags;
        _pathItems = _scratch.PathItems;
        _pathTags[0] = 0;
        _target = new DicomBuffer { Source = source };
    }

    /// <summary>Place in the source of the next byte.</summary>
    public long Here => _base + _elided + _pos;

    /// <summary>Reading stopped at a tag that was not wanted, or at damage; the rest of the source was not looked at.</summary>
    public bool Stopped => _stopped;

    /// <summary>True when the end or the sense was lost.</summary>
    public bool Damaged { get; private set; }

    /// <summary>Reads a data set that is in memory, such as one that came over the network.</summary>
    public static DicomDataset ReadBytes(byte[] bytes, DicomTransferSyntax syntax, DicomReadOptions? options = null, List<DicomFinding>? findings = null)
    {
        DicomStreamSource source = new(new MemoryStream(bytes, writable: false), owned: false);
        using DicomReader reader = new(source, 0, bytes.Length, options ?? DicomReadOptions.s_default, findings ?? []);
        return reader.ReadDataset(syntax.IsImplicit, syntax.IsBigEndian);
    }

    /// <summary>Reads the items that a UN element holds, if it does (PS3.5 6.2.2 note 2).</summary>
    public static DicomSequence? TryReadItems(DicomDataset owner, DicomElement element)
    {
        ReadOnlySpan<byte> value = element.RawValue;
        bool un = element.VR == DicomVR.UN || element.VR == DicomVR.OB;
        if (!un || value.Length < 8 || value[0] != 0xFE || value[1] != 0xFF || value[2] != 0x00 || value[3] != 0xE0)
        {
            return null;
        }

        byte[] bytes = value.ToArray();
        DicomStreamSource source = new(new MemoryStream(bytes, writable: false), owned: false);
        List<DicomFinding> findings = [];
        using DicomReader reader = new(source, 0, bytes.Length, DicomReadOptions.s_default, findings);
        bool isExplicit = LooksExplicit(bytes);
        reader._target.Implicit = !isExplicit;
        DicomSequence sequence = reader.ReadItems(bytes.Length, !isExplicit, false, 1, owner);
        sequence.ExplicitContent = isExplicit;
        sequence.ImplicitContent = !isExplicit;
        reader.Finish();

        // A sequence of undefined length that became UN keeps its delimiter; anything else odd means that these are just bytes.
        bool sound = findings.TrueForAll(static finding => finding.Kind is DicomFindingKind.StrayDelimiter or DicomFindingKind.OddLength);
        return sound && sequence.Items.Count > 0 ? sequence : null;
    }

    /// <summary>Looks at bytes without passing them; false when there are not so many.</summary>
    public bool Peek(int count, out ReadOnlySpan<byte> bytes)
    {
        bool enough = Ensure(count);
        bytes = enough ? new ReadOnlySpan<byte>(_data, _pos, count) : default;
        return enough;
    }

    /// <summary>Passes bytes.</summary>
    public void Skip(int count)
    {
        Ensure(count);
        _pos = Math.Min(_pos + count, _filled);
    }

    /// <summary>Reads a whole data set and settles its bytes; call once.</summary>
    public DicomDataset ReadDataset(bool isImplicit, bool bigEndian)
    {
        _bigEndian = bigEndian;
        _target.BigEndian = bigEndian;
        _target.Implicit = isImplicit;
        DicomDataset dataset = ReadElements(_limit, isImplicit, false, 0, null);
        dataset.RawStart = 0;
        dataset.ContentEnd = _pos;
        dataset.RawEnd = _pos;
        Finish();
        return dataset;
    }

    /// <summary>Starts anew behind what was read, for the data set after the meta group; its bytes are settled.</summary>
    public void Restart()
    {
        if (_target.Length != _pos)
        {
            Finish();
        }

        _target = new DicomBuffer { Source = _source };
        Buffer.BlockCopy(_data, _pos, _data, 0, _filled - _pos);
        _base += _pos + _elided;
        _filled -= _pos;
        _pos = 0;
        _elided = 0;
        _stopped = false;
    }

    /// <summary>Gives the buffer of the elements just the bytes that they need.</summary>
    public void Finish()
    {
#if NETFRAMEWORK
        byte[] exact = new byte[_pos];
#else
        byte[] exact = GC.AllocateUninitializedArray<byte>(_pos);
#endif
        Buffer.BlockCopy(_data, 0, exact, 0, _pos);
        _target.Data = exact;
        _target.Length = _pos;
        if (_littleTarget is not null)
        {
            _littleTarget.Data = exact;
            _littleTarget.Length = _pos;
            foreach (DicomBuffer.Gap gap in _target.Gaps)
            {
                _littleTarget.Add(gap);
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_data);
        _data = [];
        if (_stack.Length <= 16384 && _scratch.Creators.Count <= 4096)
        {
            // What was used must not keep a file's bytes alive.
            Array.Clear(_stack, 0, Math.Max(_highest, _top));
            _scratch.Stack = _stack;
            _scratch.Creators.Clear();
            t_scratch = _scratch;
        }
    }

    public void Report(DicomFindingKind kind, long offset, string message)
    {
        if (_findings.Count < _options.MaxFindings)
        {
            _findings.Add(new DicomFinding(kind, offset, Path(), message));
        }
        else if (_findings.Count == _options.MaxFindings)
        {
            _findings.Add(new DicomFinding(DicomFindingKind.Limit, offset, "", "There are more findings than are kept."));
        }

        if (kind is DicomFindingKind.Truncated or DicomFindingKind.Unreadable)
        {
            Damaged = true;
        }

        if (kind is DicomFindingKind.Truncated or DicomFindingKind.BadLength or DicomFindingKind.MissingDelimiter)
        {
            _cuts++;
        }
    }

    private static bool LooksExplicit(byte[] item) =>
        item.Length >= 14 && new DicomVR((ushort)((item[12] << 8) | item[13])).IsKnown;

    private string Path()
    {
        StringBuilder path = new();
        for (int i = 0; i <= _pathDepth && i < _pathTags.Length; i++)
        {
            if (_pathTags[i] == 0)
            {
                break;
            }

            path.Append(i > 0 ? "." : "").Append(new DicomTag(_pathTags[i]).ToString());
            if (i < _pathDepth && _pathItems[i] >= 0)
            {
                path.Append('[').Append(_pathItems[i].ToString(CultureInfo.InvariantCulture)).Append(']');
            }
        }

        return path.ToString();
    }

    private bool Ensure(int count) => _pos + count <= _filled || Fill(count);

    private bool Fill(int count)
    {
        long next = _base + _elided + _filled;
        long remaining = _limit - next;
        int missing = count - (_filled - _pos);
        if (remaining < missing)
        {
            // Take what there is: the caller reports how much is missing.
            missing = (int)Math.Max(0, remaining);
        }

        if (missing > 0)
        {
            int chunk = Math.Max(missing, Math.Min(LargestChunk, Math.Max(FirstChunk, _filled)));
            chunk = (int)Math.Min(chunk, remaining);
            if (_filled + (long)chunk > _options.MaxHeaderBytes)
            {
                throw new DicomException(DicomErrorCode.LimitExceeded, $"The header is longer than {_options.MaxHeaderBytes} bytes (at offset {next}).");
            }

            if (_filled + chunk > _data.Length)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_filled + chunk, _data.Length * 2));
                Buffer.BlockCopy(_data, 0, larger, 0, _filled);
                ArrayPool<byte>.Shared.Return(_data);
                _data = larger;
            }

            _filled += _source.Read(next, _data, _filled, chunk);
        }

        return _pos + count <= _filled;
    }

    /// <summary>Leaves a value out of the buffer and notes its place; returns how much of it the source has.</summary>
    private long Elide(long length)
    {
        long offset = Here;
        long available = Math.Max(0, Math.Min(length, _limit - offset));
        _target.Add(new DicomBuffer.Gap(_pos, offset, available));
        int buffered = (int)Math.Min(_filled - _pos, available);
        Buffer.BlockCopy(_data, _pos + buffered, _data, _pos, _filled - _pos - buffered);
        _filled -= buffered;
        _elided += available;
        return available;
    }

    /// <summary>What a reader works with and leaves to the next one of its thread.</summary>
    private sealed class Scratch
    {
        public DicomElement[] Stack { get; set; } = new DicomElement[256];

        /// <summary>Private creators by level and tag, with the place of their names.</summary>
        public Dictionary<ulong, (int Start, int Length)> Creators { get; } = [];

        public uint[] PathTags { get; } = new uint[256];

        public int[] PathItems { get; } = new int[256];
    }
}

using System;
using System.Collections.Generic;

namespace XnatTools.DicomEdit.Audit;

/// <summary>
/// Looks for many patterns in one pass (Aho and Corasick 1975). Symbols are characters, or bytes taken as such; the caller folds
/// case on both sides.
/// </summary>
internal sealed class TermAutomaton
{
    private const int Row = 256;

    private readonly Dictionary<long, int> _next = [];
    private readonly int[] _root = new int[Row];
    private readonly List<int> _fail = [0];
    private readonly List<int> _pattern = [-1];
    private readonly List<int> _output = [0];
    private readonly List<int> _depth = [0];
    private bool _built;

    public bool IsEmpty => _fail.Count == 1;

    /// <summary>Adds a pattern; of equal ones the first counts.</summary>
    public void Add(ReadOnlySpan<char> symbols, int pattern)
    {
        if (_built)
        {
            throw new InvalidOperationException("The automaton is complete.");
        }

        if (symbols.IsEmpty)
        {
            return;
        }

        int state = 0;
        foreach (char symbol in symbols)
        {
            long key = Key(state, symbol);
            if (!_next.TryGetValue(key, out int next))
            {
                next = _fail.Count;
                _next.Add(key, next);
                _fail.Add(0);
                _pattern.Add(-1);
                _output.Add(0);
                _depth.Add(_depth[state] + 1);
            }

            state = next;
        }

        if (_pattern[state] < 0)
        {
            _pattern[state] = pattern;
        }
    }

    /// <summary>Links the states; patterns cannot be added after it.</summary>
    public void Build()
    {
        _built = true;
        List<(int Parent, char Symbol, int State)> edges = new(_next.Count);
        foreach (KeyValuePair<long, int> edge in _next)
        {
            edges.Add(((int)(edge.Key >> 16), (char)(edge.Key & 0xFFFF), edge.Value));
        }

        // Parents before their children: a state's suffixes are shorter than it is.
        edges.Sort((a, b) => _depth[a.State].CompareTo(_depth[b.State]));
        foreach ((int parent, char symbol, int state) in edges)
        {
            if (parent == 0)
            {
                if (symbol < Row)
                {
                    _root[symbol] = state;
                }
            }
            else
            {
                _fail[state] = Step(_fail[parent], symbol);
            }

            int suffix = _fail[state];
            _output[state] = _pattern[suffix] >= 0 ? suffix : _output[suffix];
        }
    }

    /// <summary>The state after one more symbol.</summary>
    public int Step(int state, char symbol)
    {
        while (state != 0)
        {
            if (_next.TryGetValue(Key(state, symbol), out int next))
            {
                return next;
            }

            state = _fail[state];
        }

        if (symbol < Row)
        {
            return _root[symbol];
        }

        return _next.TryGetValue(symbol, out int first) ? first : 0;
    }

    /// <summary>The longest pattern that ends in a state; false when none does.</summary>
    public bool TryMatch(int state, out int pattern, out int length)
    {
        if (_pattern[state] < 0)
        {
            state = _output[state];
        }

        pattern = _pattern[state];
        length = _depth[state];
        return pattern >= 0;
    }

    /// <summary>True when some pattern ends in a state.</summary>
    public bool IsMatch(int state) => state != 0 && (_pattern[state] >= 0 || _output[state] != 0);

    private static long Key(int state, char symbol) => ((long)state << 16) | symbol;
}

using System;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace XnatTools.DicomEdit;

/// <summary>Regular expressions of one script, built once. A value that takes too long ends the run.</summary>
internal sealed class RegexCache(TimeSpan timeout)
{
    private const int Maximum = 256;

    private readonly ConcurrentDictionary<string, Regex> _whole = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Regex> _parts = new(StringComparer.Ordinal);

    /// <summary>Matches the whole value.</summary>
    public Regex Whole(string? pattern) => Get(_whole, pattern, whole: true);

    /// <summary>Finds the pattern anywhere.</summary>
    public Regex Part(string? pattern) => Get(_parts, pattern, whole: false);

    public static bool IsMatch(Regex regex, string text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new Fault("A regular expression takes too long on a value.");
        }
    }

    public static Match Find(Regex regex, string text)
    {
        try
        {
            return regex.Match(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new Fault("A regular expression takes too long on a value.");
        }
    }

    private Regex Get(ConcurrentDictionary<string, Regex> cache, string? pattern, bool whole)
    {
        if (pattern is null)
        {
            throw new Fault("A regular expression is missing.");
        }

        if (cache.TryGetValue(pattern, out Regex? regex))
        {
            return regex;
        }

        regex = JavaRegex.Build(pattern, whole, timeout);
        if (cache.Count < Maximum)
        {
            cache.TryAdd(pattern, regex);
        }

        return regex;
    }
}

using System;
using System.Management.Automation;

namespace XnatTools.Commands;

/// <summary>Names with wildcards, as users give them; none matches everything.</summary>
internal sealed class NameFilter
{
    private readonly WildcardPattern[] _patterns;

    internal NameFilter(string?[]? names)
    {
        string[] given = Array.FindAll(names ?? [], n => !string.IsNullOrEmpty(n))!;
        IsEmpty = given.Length == 0;
        IsExact = !IsEmpty && !Array.Exists(given, WildcardPattern.ContainsWildcardCharacters);
        _patterns = Array.ConvertAll(given, n => new WildcardPattern(n, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant));
    }

    /// <summary>True when nothing was asked for by name.</summary>
    internal bool IsEmpty { get; }

    /// <summary>True when names were given and none has a wildcard: then finding nothing is an error.</summary>
    internal bool IsExact { get; }

    internal bool IsMatch(string? name) => IsEmpty || (name is not null && Array.Exists(_patterns, p => p.IsMatch(name)));
}

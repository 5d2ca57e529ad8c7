using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Legacy;

/// <summary>
/// Lists of the legacy half: choice of columns, filters by any short name, order, pages (specification 1.3 and 1.4).
/// </summary>
internal sealed class ListQuery<T>
{
    private readonly Dictionary<string, Func<T, string?>> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly string[] _defaults;
    private readonly HashSet<string> _dates = new(StringComparer.Ordinal) { "date" };

    internal ListQuery(params string[] defaults) => _defaults = defaults;

    /// <summary>Names that are never filters, because they mean something else in a query.</summary>
    internal HashSet<string> NotFilters { get; } = new(StringComparer.Ordinal) { "insert_date", "last_modified", "URI" };

    /// <summary>
    /// Makes a column of a full path, such as xnat:mrSessionData/fieldStrength: the key it comes back under, and its value. Null:
    /// paths are left out like unknown names.
    /// </summary>
    internal Func<string, (string Key, Func<T, string?> Value)?>? Path { get; init; }

    internal ListQuery<T> Column(string name, Func<T, string?> value)
    {
        _columns[name] = value;
        return this;
    }

    internal IResult Answer(LegacyCall call, IEnumerable<T> items, bool paged = false)
    {
        if (call.Param("fields") is not null)
        {
            return Fields();
        }

        AddPaths(call);
        List<string> columns = Choose(call);
        List<T> rows = items.ToList();
        foreach (KeyValuePair<string, Func<T, string?>> column in _columns)
        {
            if (call.Param(column.Key) is string wanted && !NotFilters.Contains(column.Key) && wanted.Length > 0)
            {
                rows.RemoveAll(r => !Matches(column.Key, column.Value(r) ?? "", wanted));
            }
        }

        Sort(call, rows);
        bool page = false;
        if (paged && int.TryParse(call.Param("offset"), NumberStyles.None, CultureInfo.InvariantCulture, out int offset))
        {
            rows = rows.Skip(offset).ToList();
            page = true;
        }

        if (paged && int.TryParse(call.Param("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out int limit))
        {
            rows = rows.Take(limit).ToList();
            page = true;
        }

        Table table = new(columns.Select(c => _keys.GetValueOrDefault(c, c)).ToArray()) { Total = !page && !call.Context.Faults.IsOn(FaultNames.NoTotalRecords) };
        foreach (T row in rows)
        {
            table.Add(columns.Select(c => _columns[c](row)).ToArray());
        }

        return TableFormats.Answer(call, table);
    }

    // Paths that are asked for, as columns or as filters, become columns like any other.
    private void AddPaths(LegacyCall call)
    {
        if (Path is null)
        {
            return;
        }

        string[] asked = (call.Param("columns") ?? "").Split(',', StringSplitOptions.TrimEntries);
        foreach (string path in asked.Concat(call.Params().Select(p => p.Key)).Where(p => p.Contains('/', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
        {
            if (!_columns.ContainsKey(path) && Path(path) is (string key, Func<T, string?> value))
            {
                _columns[path] = value;
                _keys[path] = key;
            }
        }
    }

    private IResult Fields()
    {
        Table table = new("FIELD_ID");
        foreach (string name in _columns.Keys)
        {
            table.Add(name);
        }

        return Web.Answer.Table(table);
    }

    // Unknown names are left out without notice; URI always comes last.
    private List<string> Choose(LegacyCall call)
    {
        string? asked = call.Param("columns");
        IEnumerable<string> names = string.IsNullOrWhiteSpace(asked) || asked == "DEFAULT" ? _defaults : asked.Split(',').Select(c => c.Trim());
        List<string> columns = names.Where(n => n != "URI" && _columns.ContainsKey(n)).Distinct(StringComparer.Ordinal).ToList();
        if (_columns.ContainsKey("URI"))
        {
            columns.Add("URI");
        }

        return columns;
    }

    private void Sort(LegacyCall call, List<T> rows)
    {
        if (call.Param("sortBy") is not string by)
        {
            return;
        }

        bool down = string.Equals(call.Param("sortOrder"), "DESC", StringComparison.OrdinalIgnoreCase);
        foreach (string name in by.Split(',').Reverse())
        {
            if (_columns.TryGetValue(name.Trim(), out Func<T, string?>? value))
            {
                List<T> sorted = down ? rows.OrderByDescending(value, StringComparer.Ordinal).ToList() : rows.OrderBy(value, StringComparer.Ordinal).ToList();
                rows.Clear();
                rows.AddRange(sorted);
            }
        }
    }

    private bool Matches(string name, string value, string wanted) =>
        wanted.Split(',').Any(w => _dates.Contains(name) ? DateMatches(value, w) : TextMatches(value, w));

    private static bool TextMatches(string value, string wanted)
    {
        if (wanted.AsSpan().IndexOfAny('*', '%') < 0)
        {
            return string.Equals(value, wanted, StringComparison.OrdinalIgnoreCase);
        }

        string pattern = "^" + Regex.Escape(wanted).Replace("\\*", ".*", StringComparison.Ordinal).Replace("%", ".*", StringComparison.Ordinal) + "$";
        return Regex.IsMatch(value, pattern, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
    }

    // Any hyphen is the mark of a range: an ISO date therefore finds nothing.
    private static bool DateMatches(string value, string wanted)
    {
        if (!DateTime.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date))
        {
            return false;
        }

        string[] ends = wanted.Split('-');
        return ends.Length switch
        {
            1 => UsDate(ends[0]) == date,
            2 => UsDate(ends[0]) <= date && date <= UsDate(ends[1]),
            _ => false,
        };
    }

    private static DateTime? UsDate(string text) =>
        DateTime.TryParseExact(text.Trim(), "M/d/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date) ? date : null;
}

using System.Collections.Generic;

namespace XnatTools.Sandbox.Core.Legacy;

/// <summary>One object of the data model, to be answered as JSON or XML.</summary>
internal sealed class Item
{
    internal Item(string xsiType) => XsiType = xsiType;

    internal string XsiType { get; }

    /// <summary>Field path and typed value (string, int, long, double, bool); in order.</summary>
    internal List<(string Path, object Value)> Fields { get; } = [];

    /// <summary>Child items by field, such as scans/scan.</summary>
    internal List<(string Field, List<Item> Items)> Children { get; } = [];

    /// <summary>Adds a field unless it is null or "".</summary>
    internal Item Set(string path, object? value)
    {
        if (value is not null and not "")
        {
            Fields.Add((path, value));
        }

        return this;
    }
}

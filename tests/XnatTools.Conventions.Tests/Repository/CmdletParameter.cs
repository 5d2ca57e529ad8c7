using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace XnatTools.Conventions.Tests;

/// <summary>A parameter with its sets (one entry per [Parameter]).</summary>
internal sealed record CmdletParameter(PropertyInfo Property, IReadOnlyList<string> Aliases, IReadOnlyList<IReadOnlyDictionary<string, object?>> Sets)
{
    public const string EverySet = "__AllParameterSets";

    public string Name => Property.Name;

    /// <summary>The type without its nullability.</summary>
    public string TypeName
    {
        get
        {
            Type type = Property.PropertyType;
            return type.IsGenericType && type.Name.StartsWith("Nullable", StringComparison.Ordinal) ? type.GetGenericArguments()[0].FullName! : type.FullName!;
        }
    }

    public static CmdletParameter? From(PropertyInfo property)
    {
        IReadOnlyDictionary<string, object?>[] sets = [.. property.CustomAttributes.Where(a => a.AttributeType.Name == "ParameterAttribute")
            .Select(a => (IReadOnlyDictionary<string, object?>)a.NamedArguments.ToDictionary(n => n.MemberName, n => n.TypedValue.Value))];
        string[] aliases = [.. property.CustomAttributes.Where(a => a.AttributeType.Name == "AliasAttribute")
            .SelectMany(a => a.ConstructorArguments).SelectMany(CmdletInfo.Flatten).Select(a => (string)a.Value!)];
        return sets.Length == 0 ? null : new CmdletParameter(property, aliases, sets);
    }

    public static string SetName(IReadOnlyDictionary<string, object?> set) => set.GetValueOrDefault("ParameterSetName") as string ?? EverySet;

    public bool Any(string flag) => Sets.Any(s => s.GetValueOrDefault(flag) is true);

    public bool Is(string set, string flag) => Sets.Any(s => SetName(s) == set && s.GetValueOrDefault(flag) is true);
}

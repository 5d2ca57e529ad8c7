using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace XnatTools.Conventions.Tests;

/// <summary>A cmdlet class with what its attributes say.</summary>
internal sealed record CmdletInfo(Type Type, string Verb, string Noun, IReadOnlyDictionary<string, object?> Settings, IReadOnlyList<CmdletParameter> Parameters)
{
    public string Name => $"{Verb}-{Noun}";

    public bool SupportsShouldProcess => Settings.GetValueOrDefault("SupportsShouldProcess") is true;

    public string? DefaultSet => Settings.GetValueOrDefault("DefaultParameterSetName") as string;

    public IEnumerable<Type> Outputs => Type.CustomAttributes.Where(a => a.AttributeType.Name == "OutputTypeAttribute")
        .SelectMany(a => a.ConstructorArguments).SelectMany(Flatten).Select(a => a.Value).OfType<Type>();

    public static CmdletInfo? From(Type type)
    {
        CustomAttributeData? cmdlet = type.CustomAttributes.FirstOrDefault(a => a.AttributeType.Name == "CmdletAttribute");
        return cmdlet is null || type.IsAbstract
            ? null
            : new CmdletInfo(
                type,
                (string)cmdlet.ConstructorArguments[0].Value!,
                (string)cmdlet.ConstructorArguments[1].Value!,
                cmdlet.NamedArguments.ToDictionary(a => a.MemberName, a => a.TypedValue.Value),
                [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(CmdletParameter.From).OfType<CmdletParameter>()]);
    }

    internal static IEnumerable<CustomAttributeTypedArgument> Flatten(CustomAttributeTypedArgument argument) =>
        argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> many ? many.SelectMany(Flatten) : [argument];

    public override string ToString() => Name;
}

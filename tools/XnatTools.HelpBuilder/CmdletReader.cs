using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;

namespace XnatTools.HelpBuilder;

/// <summary>Reads cmdlets, parameters and aliases from the built assembly as metadata; nothing of it is run.</summary>
internal static class CmdletReader
{
    public const string AllSets = "__AllParameterSets";

    public static IReadOnlyList<CmdletFacts> Read(string assemblyPath, string engineFolder)
    {
        string[] files = [
            .. Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(assemblyPath))!, "*.dll"),
            .. Directory.GetFiles(engineFolder, "System.Management.Automation.dll"),
            .. Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll"),
        ];
        using MetadataLoadContext context = new(new PathAssemblyResolver(files));
        Assembly assembly = context.LoadFromAssemblyPath(Path.GetFullPath(assemblyPath));
        return [.. assembly.GetTypes().Select(ReadCmdlet).OfType<CmdletFacts>().OrderBy(c => c.Name, StringComparer.Ordinal)];
    }

    private static CmdletFacts? ReadCmdlet(Type type)
    {
        CustomAttributeData? cmdlet = Find(type.CustomAttributes, "CmdletAttribute");
        if (cmdlet is null || type.IsAbstract)
        {
            return null;
        }

        string name = $"{cmdlet.ConstructorArguments[0].Value}-{cmdlet.ConstructorArguments[1].Value}";
        List<string> outputs = [];
        foreach (CustomAttributeData output in type.CustomAttributes.Where(a => a.AttributeType.Name == "OutputTypeAttribute"))
        {
            foreach (CustomAttributeTypedArgument argument in Flatten(output.ConstructorArguments))
            {
                outputs.Add(argument.Value is Type t ? t.FullName ?? t.Name : argument.Value?.ToString() ?? "");
            }
        }

        List<ParameterFacts> parameters = [];
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            parameters.AddRange(ReadParameter(property));
        }

        return new CmdletFacts(name, type.FullName!, Named(cmdlet, "DefaultParameterSetName") as string, Named(cmdlet, "SupportsShouldProcess") is true, outputs, parameters);
    }

    private static IEnumerable<ParameterFacts> ReadParameter(PropertyInfo property)
    {
        CustomAttributeData[] attributes = [.. property.CustomAttributes];
        string[] aliases = [.. attributes.Where(a => a.AttributeType.Name == "AliasAttribute").SelectMany(a => Flatten(a.ConstructorArguments)).Select(a => a.Value?.ToString() ?? "")];
        string[] values = [.. attributes.Where(a => a.AttributeType.Name == "ValidateSetAttribute").SelectMany(a => Flatten(a.ConstructorArguments)).Select(a => a.Value?.ToString() ?? "")];
        Type element = property.PropertyType.IsArray ? property.PropertyType.GetElementType()! : property.PropertyType;
        if (element.IsGenericType && element.Name.StartsWith("Nullable", StringComparison.Ordinal))
        {
            element = element.GetGenericArguments()[0];
        }

        if (values.Length == 0 && element.IsEnum)
        {
            values = element.GetEnumNames();
        }

        bool wildcards = attributes.Any(a => a.AttributeType.Name == "SupportsWildcardsAttribute");
        foreach (CustomAttributeData parameter in attributes.Where(a => a.AttributeType.Name == "ParameterAttribute"))
        {
            yield return new ParameterFacts(
                property.Name,
                element.Name + (property.PropertyType.IsArray ? "[]" : ""),
                Named(parameter, "ParameterSetName") as string ?? AllSets,
                Named(parameter, "Mandatory") is true,
                Named(parameter, "Position") is int position ? position : int.MinValue,
                Named(parameter, "ValueFromPipeline") is true,
                Named(parameter, "ValueFromPipelineByPropertyName") is true,
                Named(parameter, "ValueFromRemainingArguments") is true,
                wildcards,
                aliases,
                values);
        }
    }

    private static IEnumerable<CustomAttributeTypedArgument> Flatten(IEnumerable<CustomAttributeTypedArgument> arguments)
    {
        foreach (CustomAttributeTypedArgument argument in arguments)
        {
            if (argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> many)
            {
                foreach (CustomAttributeTypedArgument inner in many)
                {
                    yield return inner;
                }
            }
            else
            {
                yield return argument;
            }
        }
    }

    private static CustomAttributeData? Find(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.FirstOrDefault(a => a.AttributeType.Name == name);

    private static object? Named(CustomAttributeData attribute, string name)
    {
        foreach (CustomAttributeNamedArgument argument in attribute.NamedArguments)
        {
            if (argument.MemberName == name)
            {
                return argument.TypedValue.Value;
            }
        }

        return null;
    }
}

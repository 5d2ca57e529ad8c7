using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Xunit;

namespace XnatTools.Commands.Tests;

/// <summary>The guards that keep the stand-in engine honest; without them the other tests here prove nothing.</summary>
public sealed class StandInGuards
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_stand_in_is_what_is_loaded()
    {
        Assembly engine = typeof(Cmdlet).Assembly;
        Assert.Equal("System.Management.Automation, Version=3.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35", engine.FullName);
        Assert.Equal("99.0.0.0", FileVersionInfo.GetVersionInfo(engine.Location).FileVersion);
        Type cmdlet = ShippedModule.Commands.GetTypes().First(t => t.IsSubclassOf(typeof(PSCmdlet)));
        Assert.Same(typeof(PSCmdlet).Assembly, AncestorsOf(cmdlet).First(t => t.Name == nameof(PSCmdlet)).Assembly);
        Assert.Equal("XnatTools", AssemblyLoadContext.GetLoadContext(ShippedModule.Commands)?.Name);
    }

    [Fact]
    public void Its_surface_is_part_of_the_real_one()
    {
        string reference = typeof(StandInGuards).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ReferenceAssembly").Value!;
        string[] framework = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll");
        using MetadataLoadContext real = new(new PathAssemblyResolver([.. framework, reference]), "System.Private.CoreLib");
        using MetadataLoadContext ours = new(new PathAssemblyResolver([.. framework, typeof(Cmdlet).Assembly.Location]), "System.Private.CoreLib");
        Dictionary<string, Type> theirs = real.LoadFromAssemblyPath(reference).GetExportedTypes().ToDictionary(t => t.FullName!);
        List<string> wrong = [];
        foreach (Type type in ours.LoadFromAssemblyPath(typeof(Cmdlet).Assembly.Location).GetExportedTypes())
        {
            if (type.FullName!.StartsWith(typeof(StandInEngine).FullName!, StringComparison.Ordinal))
            {
                continue;
            }

            if (!theirs.TryGetValue(type.FullName, out Type? same))
            {
                wrong.Add($"{type} does not exist");
                continue;
            }

            if (type.BaseType?.ToString() != same.BaseType?.ToString() || type.IsSealed != same.IsSealed || type.IsAbstract != same.IsAbstract)
            {
                wrong.Add($"{type} has another base or kind");
            }

            HashSet<string> members = Members(same).ToHashSet();
            wrong.AddRange(Members(type).Where(m => !members.Contains(m)).Select(m => $"{type}: {m}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_method_of_the_cmdlets_compiles_against_it_and_every_attribute_reads()
    {
        List<string> wrong = [];
        foreach (Type type in ShippedModule.Commands.GetTypes().Where(t => !t.ContainsGenericParameters))
        {
            try
            {
                _ = type.GetCustomAttributes(inherit: true);
                foreach (MemberInfo member in type.GetMembers(Declared))
                {
                    _ = member.GetCustomAttributes(inherit: true);
                    if (member is MethodBase { IsAbstract: false, ContainsGenericParameters: false } method)
                    {
                        RuntimeHelpers.PrepareMethod(method.MethodHandle);
                    }
                }
            }
            catch (Exception error) when (error is MissingMemberException or TypeLoadException or FileNotFoundException)
            {
                wrong.Add($"{type}: {error.Message}");
            }
        }

        Assert.Empty(wrong);
    }

    private static IEnumerable<Type> AncestorsOf(Type type)
    {
        for (Type? t = type; t is not null; t = t.BaseType)
        {
            yield return t;
        }
    }

    private static IEnumerable<string> Members(Type type)
    {
        foreach (MemberInfo member in type.GetMembers(Declared))
        {
            switch (member)
            {
                case FieldInfo { IsLiteral: true, IsPublic: true } constant:
                    yield return $"{constant.FieldType} {constant.Name} = {constant.GetRawConstantValue()}";
                    break;
                case MethodBase { IsPublic: true } or MethodBase { IsFamily: true }:
                    MethodBase method = (MethodBase)member;
                    string result = method is MethodInfo info ? info.ReturnType.ToString() : "";
                    yield return $"{(method.IsPublic ? "public" : "protected")} {(method.IsStatic ? "static " : "")}{result} {method.Name}("
                        + string.Join(", ", method.GetParameters().Select(p => p.ParameterType.ToString())) + ")";
                    break;
            }
        }
    }
}

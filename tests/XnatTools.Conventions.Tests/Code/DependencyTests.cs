using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;
using XnatTools.Closure;

namespace XnatTools.Conventions.Tests.Code;

/// <summary>Who may use whom (design 2, anchors 5.3), read from the references and members of the built DLLs.</summary>
public sealed class DependencyTests
{
    private const string Engine = "System.Management.Automation";

    /// <summary>What each of our assemblies may use besides the framework, on net8.0.</summary>
    private static readonly Dictionary<string, string[]> s_modern = new()
    {
        ["XnatTools"] = [],
        ["XnatTools.Dicom"] = [],
        ["XnatTools.DicomEdit"] = ["XnatTools", "XnatTools.Dicom"],
        ["XnatTools.Client"] = ["XnatTools", "Polly.Core"],
        ["XnatTools.Import"] = ["XnatTools", "XnatTools.Client", "XnatTools.Dicom", "CsvHelper", "Polly.Core", "System.Security.Cryptography.ProtectedData"],
        ["XnatTools.Upload"] = ["XnatTools", "XnatTools.Client", "XnatTools.Dicom", "XnatTools.DicomEdit", "Polly.Core"],
        ["XnatTools.Commands"] = ["XnatTools", "XnatTools.Client", "XnatTools.Dicom", "XnatTools.DicomEdit", "XnatTools.Import", "XnatTools.Upload", Engine],
    };

    /// <summary>Packages that stand in on .NET Framework for what .NET 8 has itself.</summary>
    private static readonly string[] s_standIns =
    [
        "Microsoft.Bcl.AsyncInterfaces", "Microsoft.Bcl.TimeProvider", "System.Buffers", "System.Memory", "System.Runtime.CompilerServices.Unsafe",
        "System.Text.Encodings.Web", "System.Text.Json", "System.Threading.Channels", "System.Threading.Tasks.Extensions", "System.ValueTuple",
    ];

    public static TheoryData<string, string> Ours
    {
        get
        {
            TheoryData<string, string> all = new();
            foreach (string framework in new[] { "net8.0", "net472" })
            {
                foreach (string file in Directory.GetFiles(Repo.Path("module", "bin", framework), "XnatTools*.dll").Order(StringComparer.Ordinal))
                {
                    all.Add(framework, Path.GetFileNameWithoutExtension(file));
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Ours))]
    public void Arrows_point_one_way(string framework, string assembly)
    {
        string[] allowed = assembly == "XnatTools" || framework == "net8.0" ? s_modern[assembly] : [.. s_modern[assembly], .. s_standIns];

        Assert.Empty(Breaches(Read(framework, assembly), framework, allowed));
    }

    [Fact]
    public void A_breach_is_seen() => Assert.Contains(Engine, Breaches(Read("net8.0", "XnatTools.Commands"), "net8.0", []));

    /// <summary>A library never sees the console; settings of the whole process are not a library's to change.</summary>
    [Theory]
    [MemberData(nameof(Ours))]
    public void Libraries_leave_the_process_alone(string framework, string assembly)
    {
        string[] banned = ["System.Console", "System.Net.ServicePointManager", "System.Threading.Thread.Sleep", "System.Environment.SetEnvironmentVariable", "System.Environment.Exit"];
        if (assembly != "XnatTools.Commands")
        {
            // The cmdlets may read documented variables, and block the pipeline's thread: that is their place.
            banned = [.. banned, "System.Environment.GetEnvironmentVariable", "System.Threading.Tasks.Task.Wait", "System.Threading.Tasks.Task.WaitAll"];
        }

        Assert.DoesNotContain(Mentions(Repo.Path("module", "bin", framework, assembly + ".dll")), m => banned.Contains(m, StringComparer.Ordinal));
    }

    [Fact]
    public void A_banned_call_would_be_seen()
    {
        Console.Error.Flush();
        Assert.Contains("System.Console.get_Error", Mentions(typeof(DependencyTests).Assembly.Location));
    }

    /// <summary>What a user can hold or bind is made of our own, PowerShell's and the framework's types only.</summary>
    [Theory]
    [InlineData("net8.0")]
    [InlineData("net472")]
    public void Cmdlets_show_no_package_types(string framework) => Assert.DoesNotContain(
        Mentions(Repo.Path("module", "bin", framework, "XnatTools.Commands.dll"), types: true),
        t => t.StartsWith("CsvHelper.", StringComparison.Ordinal) || t.StartsWith("Polly.", StringComparison.Ordinal) || t.StartsWith("System.Text.Json.", StringComparison.Ordinal));

    private static IEnumerable<string> Breaches(AssemblyFacts assembly, string framework, string[] allowed)
    {
        IReadOnlyDictionary<string, Version> own = FrameworkAssemblies.Of(framework);
        return assembly.References.Select(r => r.Name).Where(n => !own.ContainsKey(n) && !allowed.Contains(n, StringComparer.Ordinal));
    }

    private static AssemblyFacts Read(string framework, string assembly) => AssemblyFacts.Read(Repo.Path("module", "bin", framework, assembly + ".dll"));

    /// <summary>Full names of the types, or of the members, that a DLL refers to.</summary>
    private static List<string> Mentions(string path, bool types = false)
    {
        using FileStream stream = File.OpenRead(path);
        using PEReader image = new(stream);
        MetadataReader reader = image.GetMetadataReader();
        string Name(TypeReferenceHandle handle)
        {
            TypeReference type = reader.GetTypeReference(handle);
            return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
        }

        if (types)
        {
            return [.. reader.TypeReferences.Select(Name)];
        }

        List<string> members = [];
        foreach (MemberReferenceHandle handle in reader.MemberReferences)
        {
            MemberReference member = reader.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                string type = Name((TypeReferenceHandle)member.Parent);
                members.Add(type);
                members.Add($"{type}.{reader.GetString(member.Name)}");
            }
        }

        return members;
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace XnatTools.Closure;

/// <summary>
/// Proves that the DLLs of one module/bin/FRAMEWORK folder are complete and fit together: what they ask for is shipped or is in
/// the framework, in a version that will bind there.
/// </summary>
internal sealed class ClosureCheck
{
    private const string Engine = "System.Management.Automation";
    private const string Root = "XnatTools.Commands";

    private readonly string _framework;
    private readonly IReadOnlyList<AllowedMismatch> _allowed;
    private readonly HashSet<AllowedMismatch> _used = [];
    private readonly IReadOnlyDictionary<string, Version> _inFramework;
    private readonly List<ClosureProblem> _problems = [];

    private ClosureCheck(string framework, IReadOnlyList<AllowedMismatch> allowed)
    {
        _framework = framework;
        _allowed = allowed;
        _inFramework = FrameworkAssemblies.Of(framework);
    }

    /// <summary>Checks <paramref name="folder"/>, which is module/bin/net472 or module/bin/net8.0 or a copy of one.</summary>
    public static IReadOnlyList<ClosureProblem> Run(string folder, string framework) =>
        Run(folder, framework, framework == "net472" ? AllowedMismatch.Net472 : []);

    internal static IReadOnlyList<ClosureProblem> Run(string folder, string framework, IReadOnlyList<AllowedMismatch> allowed)
    {
        AssemblyFacts[] shipped = [.. Directory.GetFiles(folder, "*.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(AssemblyFacts.Read)];
        ClosureCheck check = new(framework, allowed);
        foreach (AssemblyFacts assembly in shipped)
        {
            check.Place(assembly, folder);
        }

        return check.Run(shipped);
    }

    private List<ClosureProblem> Run(AssemblyFacts[] shipped)
    {
        Dictionary<string, AssemblyFacts> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach (AssemblyFacts assembly in shipped)
        {
            if (!byName.TryAdd(assembly.Name, assembly))
            {
                Add(ClosureProblemKind.WrongFolder, assembly, "is shipped twice.");
            }
        }

        foreach (AssemblyFacts assembly in shipped)
        {
            foreach (AssemblyRequest request in assembly.References)
            {
                Bind(assembly, request, byName);
            }
        }

        Reach(byName);
        foreach (AllowedMismatch stale in _allowed.Where(a => !_used.Contains(a)))
        {
            _problems.Add(new ClosureProblem(ClosureProblemKind.StaleAllowance, _framework, stale.Requester, $"the allowance for {stale.Reference} {stale.Wanted} is not needed any more."));
        }

        return _problems;
    }

    private void Place(AssemblyFacts assembly, string folder)
    {
        if (assembly.Name == Engine)
        {
            Add(ClosureProblemKind.EngineShipped, assembly, "belongs to PowerShell and must not be shipped.");
        }
        else if (_inFramework.TryGetValue(assembly.Name, out Version? version) && (_framework != "net472" || version >= assembly.Version))
        {
            // An older one in .NET Framework does not count: System.Text.Json asks for a System.ValueTuple that 4.7.2 has not.
            Add(ClosureProblemKind.FrameworkHasIt, assembly, $"the framework has it itself ({version}).");
        }

        string wanted = IsOurs(assembly.Name) || _framework != "net472" ? "." : "deps";
        string actual = Path.GetRelativePath(folder, Path.GetDirectoryName(assembly.File)!);
        if (actual != wanted)
        {
            Add(ClosureProblemKind.WrongFolder, assembly, $"lies in '{actual}' and belongs in '{wanted}'.");
        }
    }

    private void Bind(AssemblyFacts from, AssemblyRequest request, Dictionary<string, AssemblyFacts> shipped)
    {
        if (request.Name == Engine)
        {
            if (from.Name != Root)
            {
                Add(ClosureProblemKind.MissingFile, from, $"asks for {Engine}; only {Root} may.");
            }
        }
        else if (shipped.TryGetValue(request.Name, out AssemblyFacts? found))
        {
            // .NET Framework binds strong names exactly; a load context of .NET 8 takes what its Load method returns if it is no older.
            bool fits = _framework == "net472" ? !request.StrongNamed || found.Version == request.Version : found.Version >= request.Version;
            if (!fits && !IsAllowed(from, request))
            {
                Add(ClosureProblemKind.VersionMismatch, from, $"wants {request.Name} {request.Version}, shipped is {found.Version}.");
            }
        }
        else if (_inFramework.TryGetValue(request.Name, out Version? version))
        {
            // Both frameworks answer a request for an older version of their own assemblies, never one for a newer.
            if (version < request.Version && !IsAllowed(from, request))
            {
                Add(ClosureProblemKind.VersionMismatch, from, $"wants {request.Name} {request.Version}, the framework has {version}.");
            }
        }
        else
        {
            Add(ClosureProblemKind.MissingFile, from, $"asks for {request.Name} {request.Version}, which nothing ships.");
        }
    }

    private void Reach(Dictionary<string, AssemblyFacts> shipped)
    {
        HashSet<string> reached = new(StringComparer.OrdinalIgnoreCase);
        Stack<string> open = new(shipped.Keys.Where(IsOurs).Append(Root));
        while (open.TryPop(out string? name))
        {
            if (shipped.TryGetValue(name, out AssemblyFacts? assembly) && reached.Add(name))
            {
                foreach (AssemblyRequest request in assembly.References)
                {
                    open.Push(request.Name);
                }
            }
        }

        if (!reached.Contains(Root))
        {
            _problems.Add(new ClosureProblem(ClosureProblemKind.MissingFile, _framework, Root + ".dll", "is missing: was the solution built?"));
        }

        foreach (AssemblyFacts assembly in shipped.Values.Where(a => !reached.Contains(a.Name)))
        {
            Add(ClosureProblemKind.NotNeeded, assembly, "nothing asks for it.");
        }
    }

    private static bool IsOurs(string name) => name.StartsWith("XnatTools", StringComparison.Ordinal);

    private bool IsAllowed(AssemblyFacts from, AssemblyRequest request)
    {
        AllowedMismatch? allowance = _allowed.FirstOrDefault(a => a.Requester == from.Name && a.Reference == request.Name && a.Wanted == request.Version.ToString());
        return allowance is not null && (_used.Add(allowance) || true);
    }

    private void Add(ClosureProblemKind kind, AssemblyFacts assembly, string message) =>
        _problems.Add(new ClosureProblem(kind, _framework, Path.GetFileName(assembly.File), message));
}

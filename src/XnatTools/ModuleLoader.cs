using System;
using System.IO;
using System.Reflection;
#if NET
using System.Runtime.Loader;
#endif

namespace XnatTools;

/// <summary>
/// Loads the cmdlets so that their packages cannot collide with those of other modules. On .NET everything but this assembly
/// goes into a private load context. Windows PowerShell has no such thing: there a handler answers for our own package
/// assemblies, by name alone, because the .NET Framework binds strong names exactly and powershell.exe has no redirects for us.
/// </summary>
public static class ModuleLoader
{
    private static readonly object s_gate = new();
    private static Assembly? s_commands;

    /// <summary>Version of the assemblies in this process. They cannot be replaced without a new session.</summary>
    public static string Version { get; } =
        typeof(ModuleLoader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Folder this assembly came from.</summary>
    public static string Folder { get; } = Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location) ?? "";

    /// <summary>Makes the module's assemblies loadable and returns the one with the cmdlets; the same one every time.</summary>
    public static Assembly Initialize() => Initialize(Folder);

    internal static Assembly Initialize(string folder)
    {
        lock (s_gate)
        {
            return s_commands ??= LoadCommands(folder);
        }
    }

#if NET
    private static Assembly LoadCommands(string folder) =>
        new PrivateContext(folder).LoadFromAssemblyPath(Path.Combine(folder, "XnatTools.Commands.dll"));

    private sealed class PrivateContext : AssemblyLoadContext
    {
        private readonly string _folder;

        internal PrivateContext(string folder)
            : base("XnatTools", isCollectible: false) => _folder = folder;

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            Assembly shared = typeof(ModuleLoader).Assembly;
            if (string.Equals(assemblyName.Name, shared.GetName().Name, StringComparison.OrdinalIgnoreCase))
            {
                return shared; // the objects users hold must be the same types everywhere
            }

            string path = Path.Combine(_folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null; // null: PowerShell and the framework, as everybody else
        }
    }
#else
    private static string s_folder = "";

    private static Assembly LoadCommands(string folder)
    {
        // Before the cmdlets: importing them reads all their types, whose async state machines have fields of package types.
        s_folder = folder;
        AppDomain.CurrentDomain.AssemblyResolve += OnResolve;
        return Assembly.LoadFrom(Path.Combine(folder, "XnatTools.Commands.dll"));
    }

    private static Assembly? OnResolve(object? sender, ResolveEventArgs e)
    {
        if (!IsOurs(e.RequestingAssembly))
        {
            return null; // another module's need is not ours to answer
        }

        string file = new AssemblyName(e.Name).Name + ".dll";
        string path = Path.Combine(s_folder, "deps", file);
        if (!File.Exists(path))
        {
            path = Path.Combine(s_folder, file);
            if (!File.Exists(path))
            {
                return null;
            }
        }

        return Assembly.LoadFrom(path);
    }

    private static bool IsOurs(Assembly? requester) =>
        requester is null || (!requester.IsDynamic && requester.Location.StartsWith(s_folder, StringComparison.OrdinalIgnoreCase));
#endif
}

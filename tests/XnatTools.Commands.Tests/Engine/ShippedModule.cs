using System;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace XnatTools.Commands.Tests;

/// <summary>The module as it ships: module/bin/net8.0, loaded by the module's own loader into its private context.</summary>
internal static class ShippedModule
{
    /// <summary>Folder with XnatTools.psd1.</summary>
    internal static string Root { get; } = FindRoot();

    internal static string Folder { get; } = Path.Combine(Root, "module", "bin", "net8.0");

    internal static Assembly Commands => s_commands.Value;

    private static readonly Lazy<Assembly> s_commands = new(() => ModuleLoader.Initialize(Folder));

    [ModuleInitializer]
    internal static void Initialize() => _ = s_commands.Value;

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "XnatTools.psd1")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("XnatTools.psd1 is in no folder above the tests.");
    }
}

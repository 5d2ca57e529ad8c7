using System;
using System.IO;
using System.Linq;
using System.Management.Automation.StandIn;
using System.Reflection;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Desktop.Cmdlets;

/// <summary>Runs a pipeline of the cmdlets shipped for .NET Framework and says what came out, one line each.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length != 5)
        {
            Console.Error.WriteLine("Usage: XnatTools.Desktop.Cmdlets FOLDER URL USER PASSWORD CSV");
            return 2;
        }

        Assembly shared = Assembly.LoadFrom(Path.Combine(arguments[0], "XnatTools.dll"));
        Type loader = shared.GetType("XnatTools.ModuleLoader", throwOnError: true)!;
        Assembly commands = (Assembly)loader.GetMethod("Initialize", Type.EmptyTypes)!.Invoke(null, null)!;
        StandInEngine engine = new(commands);
        Console.WriteLine($"cmdlets {engine.Commands.Count}");
        Say(engine, "connected", Command("Connect-Xnat", ("Uri", new Uri(arguments[1])), ("Credential", Credential(arguments[2], arguments[3]))));
        Say(engine, "projects", Command("Get-XnatProject"));
        Say(engine, "findings", Command("Test-XnatCsv", ("Path", arguments[4])));
        Say(engine, "studies", Command("Import-XnatCsv", ("Path", arguments[4])), Command("Find-PacsStudy", ("Pacs", "1")));
        Say(engine, "selected", Command("Import-XnatCsv", ("Path", arguments[4])), Command("Find-PacsStudy", ("Pacs", "1")), Command("Select-PacsSeries"));
        Say(engine, "disconnected", Command("Disconnect-Xnat"));

        // What was asked of deps/ came from there, and from nowhere else.
        string deps = Path.Combine(arguments[0], "deps") + Path.DirectorySeparatorChar;
        Console.WriteLine("deps " + AppDomain.CurrentDomain.GetAssemblies().Any(a => !a.IsDynamic && a.GetName().Name == "CsvHelper" && a.Location.StartsWith(deps, StringComparison.Ordinal)));
        return 0;
    }

    private static void Say(StandInEngine engine, string what, params Step[] steps)
    {
        Result result = engine.Run(steps);
        string errors = string.Join("; ", result.Errors.Select(e => e.FullyQualifiedErrorId + " " + e.Exception));
        Console.WriteLine($"{what} {result.Output.Count}{(errors.Length > 0 || result.Failure is not null ? " " + errors + result.Failure : "")}");
    }
}

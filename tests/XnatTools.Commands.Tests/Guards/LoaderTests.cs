using System;
using System.Linq;
using System.Management.Automation.StandIn;
using System.Reflection;
using System.Runtime.Loader;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

/// <summary>The module's assemblies stand apart from those of the same name that somebody else has loaded already.</summary>
public sealed class LoaderTests
{
    [Fact]
    public void Packages_and_libraries_load_beside_others_of_the_same_name_and_public_types_are_shared()
    {
        // As another module would: the same libraries in the default context, before and beside ours.
        Assembly foreignCsv = Assembly.Load("CsvHelper");
        Assembly foreignClient = typeof(XnatTools.Client.XnatClient).Assembly;
        new Shell().Run(Command("Test-XnatCsv", ("Path", "there-is-no-such-file.csv")));

        AssemblyLoadContext own = AssemblyLoadContext.GetLoadContext(ShippedModule.Commands)!;
        Assembly[] loaded = own.Assemblies.ToArray();
        Assert.NotSame(AssemblyLoadContext.Default, own);
        Assert.All(loaded, a => Assert.StartsWith(ShippedModule.Folder, a.Location, StringComparison.Ordinal));
        Assert.Contains(loaded, a => a.GetName().Name == "XnatTools.Import");
        Assert.DoesNotContain(loaded, a => a == foreignCsv || a == foreignClient);
        Assert.DoesNotContain(loaded, a => a.GetName().Name is "XnatTools" or "System.Management.Automation");
        Assert.Same(typeof(PacsStudy), ShippedModule.Commands.GetType("XnatTools.Commands.SelectPacsSeriesCommand")!.GetProperty("InputObject")!.PropertyType);
    }

    [Fact]
    public void A_second_call_gives_the_same_assembly() => Assert.Same(ShippedModule.Commands, ModuleLoader.Initialize());

    [Fact]
    public void No_cmdlet_shows_a_type_that_lives_in_the_private_context()
    {
        string[] wrong = new StandInEngine(ShippedModule.Commands).Commands.Values
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(p => AssemblyLoadContext.GetLoadContext((p.PropertyType.GetElementType() ?? p.PropertyType).Assembly) == AssemblyLoadContext.GetLoadContext(ShippedModule.Commands))
            .Select(p => $"{p.DeclaringType!.Name}.{p.Name}")
            .ToArray();
        Assert.Empty(wrong);
    }
}

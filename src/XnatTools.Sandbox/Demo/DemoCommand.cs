using System;
using System.Threading.Tasks;

namespace XnatTools.Sandbox.Demo;

/// <summary>The demo verb: the whole job on made studies.</summary>
internal static class DemoCommand
{
    internal static Task<int> RunAsync(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        Console.Error.WriteLine("The demo is not part of this build.");
        return Task.FromResult(1);
    }
}

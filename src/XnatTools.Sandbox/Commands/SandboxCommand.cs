using System;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Sandbox.Demo;

namespace XnatTools.Sandbox.Commands;

/// <summary>Chooses the verb.</summary>
internal static class SandboxCommand
{
    private const string Usage = """
        A whole XNAT with a PACS behind it on this computer, for practice, demonstration and tests.

        serve [--http PORT] [--dicom FOLDER] [--state FOLDER] [--pacs AET@host:port] [--receiver PORT] [--tick SECONDS] [--json]
            Starts it and serves until Ctrl+C.
        demo [--dicom FOLDER] [--csv FILE] [--pacs AET@host:port] [--receiver PORT] [--keep]
            Does the whole job, from a damaged CSV file to the archive.
        """;

    internal static async Task<int> RunAsync(string[] args)
    {
        string[] rest = args.Skip(1).ToArray();
        switch (rest.Any(IsHelp) ? "help" : args.FirstOrDefault())
        {
            case "serve":
                return await ServeCommand.RunAsync(rest).ConfigureAwait(false);
            case "demo":
                return await DemoCommand.RunAsync(rest).ConfigureAwait(false);
            case null or "help":
            case { } verb when IsHelp(verb):
                Console.Out.WriteLine(Usage);
                return args.Length == 0 ? 2 : 0;
            default:
                Console.Error.WriteLine($"Unknown verb '{args[0]}'.");
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static bool IsHelp(string word) => word is "--help" or "-h" or "-?" or "/?";
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using System.Text.Json;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Direct.Worker;

/// <summary>
/// Runs pipelines of the shipped cmdlets in a process of its own, so that it can be killed: the module's folder, then each pipeline
/// as JSON, a list of steps of a name and parameters. Says READY before the last one, what came out of it, and DONE.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length < 2)
        {
            Console.Error.WriteLine("usage: MODULEFOLDER PIPELINE...");
            return 2;
        }

        StandInEngine engine = new(ModuleLoader.Initialize(arguments[0]));
        for (int i = 1; i < arguments.Length; i++)
        {
            bool last = i == arguments.Length - 1;
            if (last)
            {
                Console.Out.WriteLine("READY");
                Console.Out.Flush();
            }

            Result result = engine.Run(Steps(arguments[i]));
            foreach (object output in last ? result.Output : [])
            {
                Console.Out.WriteLine("OUT " + output);
            }

            foreach (ErrorRecord error in result.Errors)
            {
                Console.Out.WriteLine($"ERROR {error.FullyQualifiedErrorId} {error.Exception.Message}");
            }

            if (result.Failure is not null)
            {
                Console.Out.WriteLine("FAILED " + result.Failure.Message);
                return 1;
            }
        }

        Console.Out.WriteLine("DONE");
        return 0;
    }

    private static Step[] Steps(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(Step)];
    }

    private static Step Step(JsonElement step) => Command(
        step.GetProperty("name").GetString()!,
        [.. step.EnumerateObject().Where(p => p.Name != "name").Select(p => (p.Name, Value(p.Name, p.Value)))]);

    private static object? Value(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.TryGetInt32(out int number) ? number : value.GetInt64(),
        JsonValueKind.Array => Texts(value),

        // A user of the sandbox has his name as password.
        _ => name == "Credential" ? Credential(value.GetString()!, value.GetString()!) : value.GetString(),
    };

    private static string[] Texts(JsonElement value)
    {
        List<string> texts = [];
        foreach (JsonElement one in value.EnumerateArray())
        {
            texts.Add(one.GetString()!);
        }

        return [.. texts];
    }
}

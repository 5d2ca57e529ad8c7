using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace XnatTools.Dicom.Tests;

/// <summary>A package of the npm registry, installed once into the machine's temporary folder when a test needs it; never part of the code.</summary>
internal static class NodePackage
{
    private static readonly SemaphoreSlim s_turn = new(1, 1);

    /// <summary>The folder that holds it; the test is skipped by name when it cannot be had.</summary>
    public static async Task<string> RequireAsync(string name, string version)
    {
        Tool.Require("node");
        Tool.Require("npm");
        string folder = Path.Combine(Path.GetTempPath(), $"xnattools-npm-{name}-{version}-{Environment.UserName}");
        string done = Path.Combine(folder, "installed");
        await s_turn.WaitAsync();
        try
        {
            if (!File.Exists(done))
            {
                Directory.CreateDirectory(folder);
                using Process process = Tool.Launch(Tool.Require("npm"), folder, ["install", "--prefix", folder, "--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--loglevel=error", $"{name}@{version}"]);
                Task<string> output = process.StandardOutput.ReadToEndAsync();
                Task<string> error = process.StandardError.ReadToEndAsync();
                using CancellationTokenSource limit = new(TimeSpan.FromSeconds(90));
                try
                {
                    await process.WaitForExitAsync(limit.Token);
                }
                catch (OperationCanceledException)
                {
                    process.Kill(entireProcessTree: true);
                    throw new SkipException($"missing: npm package {name} (the registry does not answer)");
                }

                await output;
                await error;
                Skip.If(process.ExitCode != 0, $"missing: npm package {name} (npm could not install it)");
                File.WriteAllText(done, "");
            }
        }
        finally
        {
            s_turn.Release();
        }

        return folder;
    }
}

using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Sandbox.Demo;

/// <summary>The demo verb: the whole job, from a damaged CSV file to the archive, with the code that the cmdlets call.</summary>
internal static class DemoCommand
{
    internal static async Task<int> RunAsync(string[] args)
    {
        DemoOptions options;
        try
        {
            options = DemoOptions.Parse(args);
        }
        catch (FormatException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message).ConfigureAwait(false);
            await Console.Error.WriteLineAsync(DemoOptions.Usage).ConfigureAwait(false);
            return 2;
        }

        using CancellationTokenSource stop = new();
        void Stop(object? sender, ConsoleCancelEventArgs e)
        {
            e.Cancel = true;
            stop.Cancel();
        }

        Console.CancelKeyPress += Stop;
        try
        {
            return await RunAsync(options, new DemoScreen(Console.Out, !Console.IsOutputRedirected), stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.").ConfigureAwait(false);
            return 1;
        }
        finally
        {
            Console.CancelKeyPress -= Stop;
        }
    }

    /// <summary>Runs the demo in a folder of its own. 0 only if every line has the outcome that it should have.</summary>
    internal static async Task<int> RunAsync(DemoOptions options, DemoScreen screen, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(Path.GetTempPath(), "xnattools-demo-" + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(folder);
        try
        {
            return await new DemoJob(options, screen, folder).RunAsync(cancellationToken).ConfigureAwait(false) ? 0 : 1;
        }
        catch (XnatException fault)
        {
            screen.Say($"The demo stops: {fault.Message} {fault.RecommendedAction}");
            return 1;
        }
        finally
        {
            if (options.Keep)
            {
                screen.Say($"Kept in {folder}. To look around: serve --state {Path.Combine(folder, "state")}");
            }
            else
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}

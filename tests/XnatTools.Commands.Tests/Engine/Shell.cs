using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using System.Threading;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

/// <summary>A session of the stand-in engine with the shipped cmdlets.</summary>
internal sealed class Shell
{
    internal StandInEngine Engine { get; } = new(ShippedModule.Commands);

    internal Result Run(params Step[] steps) => Engine.Run(steps);

    /// <summary>Runs and expects neither errors nor an early end.</summary>
    internal IReadOnlyList<object> Ok(params Step[] steps)
    {
        Result result = Engine.Run(steps);
        if (result.Failure is not null || result.Errors.Count > 0)
        {
            throw new InvalidOperationException("Expected no errors: " + string.Join("; ", result.Errors.Select(e => $"{e.FullyQualifiedErrorId} {e}")) + result.Failure);
        }

        return result.Output;
    }

    internal Shell Connect(Uri url, string user = "admin", string password = "admin")
    {
        Ok(Command("Connect-Xnat", ("Uri", url), ("Credential", Credential(user, password))));
        return this;
    }

    /// <summary>Runs a pipeline on a thread of its own and stops it from here after a while.</summary>
    internal Result RunAndStop(TimeSpan after, params Step[] steps)
    {
        Result? result = null;
        Thread thread = new(() => result = Engine.Run(steps));
        thread.Start();
        Thread.Sleep(after);
        Engine.Stop();
        if (!thread.Join(TimeSpan.FromSeconds(20)))
        {
            throw new TimeoutException("The pipeline did not stop.");
        }

        return result!;
    }

    /// <summary>What Get-Error prints of an exception: all public properties, and those of the inner ones.</summary>
    private static IEnumerable<string> GetError(Exception? error) => error is null ? [] :
        error.GetType().GetProperties().Where(p => p.Name is not ("InnerException" or "TargetSite" or "TargetObject")).Select(p => p.GetValue(error)?.ToString() ?? "")
            .Append(error.ToString()).Concat(GetError(error.InnerException));

    /// <summary>Everything a pipeline said outside its output.</summary>
    internal static IEnumerable<string> Words(Result result)
    {
        IEnumerable<string> errors = result.Errors.Concat(result.Failure is IContainsErrorRecord { ErrorRecord: { } last } ? [last] : [])
            .SelectMany(e => new[] { e.ToString(), e.Exception.Message, e.ErrorDetails?.RecommendedAction ?? "", e.CategoryInfo.ToString() }.Concat(GetError(e.Exception)));
        return result.Verbose.Concat(result.Debug).Concat(result.Warnings).Concat(result.Asked).Concat(errors)
            .Concat(result.Information.Select(i => i.ToString()))
            .Concat(result.Progress.SelectMany(p => new[] { p.Activity, p.StatusDescription, p.CurrentOperation ?? "" }));
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Commands;

/// <summary>
/// What every cmdlet of the module has in common: it can be stopped, its errors have ids, and asynchronous work reaches the
/// streams through one pump.
/// </summary>
public abstract partial class XnatCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private ProgressMeter? _progress;
    private bool _disposed;

    private protected XnatCmdlet()
    {
    }

    /// <summary>Cancelled by Ctrl+C.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <summary>Whether the user gave a parameter.</summary>
    private protected bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(Begin, null);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(Process, null);

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        Guard(End, null);
        _progress?.Complete();
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended meanwhile.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds; may be called more than once.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _stop.Dispose();
        }
    }

    private protected virtual void Begin()
    {
    }

    private protected virtual void Process()
    {
    }

    private protected virtual void End()
    {
    }

    /// <summary>Runs asynchronous work; returns when it has ended and everything it posted is written.</summary>
    private protected void Run(Func<PipelinePump, CancellationToken, Task> body)
    {
        using PipelinePump pump = new(_stop.Token);
        pump.Events = new CmdletEvents(this, pump);
        pump.Run(() => body(pump, pump.Token));
    }

    /// <summary>Runs one asynchronous call and returns its result.</summary>
    private protected T Run<T>(Func<CancellationToken, Task<T>> body)
    {
        T result = default!;
        Run(async (_, token) => result = await body(token).ConfigureAwait(false));
        return result;
    }

    /// <summary>Runs one asynchronous call.</summary>
    private protected void Run(Func<CancellationToken, Task> body) => Run((_, token) => body(token));

    /// <summary>Writes each object as soon as it exists.</summary>
    private protected void Stream<T>(Func<CancellationToken, IAsyncEnumerable<T>> source, Action<T>? write = null)
    {
        write ??= item => WriteObject(item);
        Run(async (pump, token) =>
        {
            await foreach (T item in source(token).WithCancellation(token).ConfigureAwait(false))
            {
                await pump.PostAsync(() => write(item)).ConfigureAwait(false);
            }
        });
    }

    /// <summary>Shows how far it has come; fixed words and counts only.</summary>
    private protected void ShowProgress(string activity, string status, int done = 0, int total = 0) =>
        (_progress ??= new ProgressMeter(this, activity)).Show(status, done, total);

    /// <summary>Warns, from work under way on any thread; fixed words and numbers only.</summary>
    private protected static void Notify(string text) => PipelinePump.Current?.Events?.OnWarning(text);

    /// <summary>Runs an action; what it throws becomes an error of this cmdlet with the target given.</summary>
    private protected void Guard(Action action, object? target)
    {
        try
        {
            action();
        }
        catch (Exception error) when (!IsEngines(error))
        {
            if (_stop.IsCancellationRequested && error is OperationCanceledException)
            {
                throw new PipelineStoppedException();
            }

            Report(error, target);
        }
    }

    /// <summary>Reports an error: ends the pipeline when no later row can succeed, otherwise not.</summary>
    private protected void Report(Exception error, object? target)
    {
        ErrorRecord record = XnatErrors.ToRecord(error, target);
        if (error is XnatException { Code.IsTerminating: true })
        {
            _progress?.Complete();
            ThrowTerminatingError(record);
        }

        WriteError(record);
    }

    /// <summary>Reports the error of one row; the next one goes on.</summary>
    private protected void ReportRow(XnatException error, object? target) => WriteError(XnatErrors.ToRecord(error, target));

    /// <summary>Reports a row that ends here as an error with the outcome as its target.</summary>
    private protected void ReportOutcome(ImportItem item)
    {
        XnatErrorCode code = item.Code is string id ? XnatErrorCode.FromId(id) : XnatErrorCode.ImportBlocked;
        string where = item.Row > 0 ? $"Row {item.Row}: " : "";
        ReportRow(new XnatException(code, where + (item.Reason ?? item.Outcome.ToString())), item);
    }

    /// <summary>A full file system path from what the user typed: relative, PSDrive or UNC; the file need not exist.</summary>
    private protected string ResolveLiteral(string path)
    {
        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem"
            ? full
            : throw new XnatException(XnatErrorCode.ArgumentInvalid, "The path is not in a file system.");
    }

    /// <summary>Full file system paths of existing files, wildcards expanded.</summary>
    private protected IEnumerable<string> ResolveExisting(string[] paths, bool literal)
    {
        foreach (string path in paths)
        {
            if (literal || !WildcardPattern.ContainsWildcardCharacters(path))
            {
                string full = ResolveLiteral(path);
                yield return File.Exists(full) ? full : throw NoFile(Path.GetFileName(full));
                continue;
            }

            System.Collections.ObjectModel.Collection<string> found = SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider);
            if (provider.Name != "FileSystem" || found.Count == 0)
            {
                throw NoFile(path);
            }

            foreach (string file in found)
            {
                if (File.Exists(file))
                {
                    yield return file;
                }
            }
        }
    }

    private static XnatException NoFile(string name) => new(XnatErrorCode.CsvFileNotFound, $"There is no file '{name}'.");

    // PowerShell's own exceptions steer the pipeline (stop, Select-Object -First, -ErrorAction Stop) and must pass untouched.
    private static bool IsEngines(Exception error) => error.GetType().Assembly == typeof(PSCmdlet).Assembly
        || error.GetType().Namespace?.StartsWith("System.Management.Automation", StringComparison.Ordinal) == true;
}

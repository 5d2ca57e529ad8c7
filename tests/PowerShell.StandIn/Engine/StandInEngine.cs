using System.Collections.Generic;
using System.Diagnostics;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Security;
using System.Threading;

namespace System.Management.Automation.StandIn;

/// <summary>
/// Runs pipelines of the shipped cmdlets by the engine's rules, as far as they decide how a cmdlet behaves. One instance is one
/// runspace. The only public type that PowerShell does not have.
/// </summary>
public sealed class StandInEngine
{
    private readonly Dictionary<string, Type> _commands = new(StringComparer.OrdinalIgnoreCase);
    private readonly Runspace _runspace = new StandInRunspace();
    private Running? _running;

    public StandInEngine(Assembly commands)
    {
        _ = commands ?? throw new ArgumentNullException(nameof(commands));
        foreach (Type type in commands.GetTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is CmdletAttribute named)
            {
                _commands.Add($"{named.VerbName}-{named.NounName}", type);
            }
        }

        Session = new SessionState(() => Location);
    }

    /// <summary>The current folder of the session.</summary>
    public string Location { get; set; } = Environment.CurrentDirectory;

    /// <summary>Answers confirmation prompts; without it a prompt is an error, as under -NonInteractive.</summary>
    public Func<string, bool>? Confirm { get; set; }

    /// <summary>The session's preference.</summary>
    public ConfirmImpact ConfirmPreference { get; set; } = ConfirmImpact.High;

    /// <summary>Every cmdlet by name.</summary>
    public IReadOnlyDictionary<string, Type> Commands => _commands;

    internal SessionState Session { get; }

    internal bool IsStopping => _running?.IsStopping ?? false;

    /// <summary>A step that runs a cmdlet.</summary>
    public static Step Command(string name, params (string Name, object? Value)[] parameters) => new() { Name = name, Parameters = parameters };

    /// <summary>A step like ForEach-Object and Where-Object: what it returns goes on.</summary>
    public static Step ForEach(Func<object, IEnumerable<object>> body) => new() { Body = body };

    /// <summary>A step like Select-Object -First: stops the steps before it.</summary>
    public static Step First(int count) => new() { Count = count };

    /// <summary>An object with named properties, such as Import-Csv makes.</summary>
    public static object Row(params (string Name, object? Value)[] properties)
    {
        PSObject row = new();
        foreach ((string name, object? value) in properties)
        {
            row.Notes[name] = value;
        }

        return row;
    }

    /// <summary>A script block; it is given what $_ would be.</summary>
    public static object Script(Func<object?, object?> body) => new ScriptBlock(body);

    /// <summary>What Get-Credential would give.</summary>
    public static object Credential(string user, string password)
    {
        SecureString secret = new();
        foreach (char c in password)
        {
            secret.AppendChar(c);
        }

        return new PSCredential(user, secret);
    }

    /// <summary>Runs a pipeline on the calling thread.</summary>
    public Result Run(params Step[] steps) => Run([], steps);

    /// <summary>Runs a pipeline with input on the calling thread.</summary>
    public Result Run(IEnumerable<object> input, params Step[] steps)
    {
        Runspace? before = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = _runspace;
        try
        {
            Running running = new(this, steps);
            _running = running;
            return running.Execute(input, steps.Length > 0 && input is not object[] { Length: 0 });
        }
        finally
        {
            Runspace.DefaultRunspace = before;
            _running = null;
        }
    }

    /// <summary>Ctrl+C: arrives on the calling thread, while the pipeline runs on its own.</summary>
    public void Stop() => _running?.Stop();

    /// <summary>Asks a completer as the command line does.</summary>
    public IReadOnlyList<string> Complete(string command, string parameter, string word, Collections.IDictionary? bound = null)
    {
        Runspace? before = Runspace.DefaultRunspace;
        Runspace.DefaultRunspace = _runspace;
        try
        {
            ArgumentCompleterAttribute attribute = _commands[command].GetProperty(parameter)!.GetCustomAttribute<ArgumentCompleterAttribute>()
                ?? throw new PSInvalidOperationException("The parameter has no completer.");
            IArgumentCompleter completer = (IArgumentCompleter)Activator.CreateInstance(attribute.Type!, nonPublic: true)!;
            List<string> texts = [];
            foreach (CompletionResult result in completer.CompleteArgument(command, parameter, word, null!, bound ?? new Collections.Hashtable()))
            {
                texts.Add(result.CompletionText);
            }

            return texts;
        }
        finally
        {
            Runspace.DefaultRunspace = before;
        }
    }

    /// <summary>One step of a pipeline.</summary>
    public sealed class Step
    {
        internal string? Name { get; init; }

        internal (string Name, object? Value)[] Parameters { get; init; } = [];

        internal Func<object, IEnumerable<object>>? Body { get; init; }

        internal int Count { get; init; }

        internal Type Type(StandInEngine engine) => engine._commands.TryGetValue(Name!, out Type? type)
            ? type
            : throw new PSInvalidOperationException($"There is no cmdlet {Name}.");
    }

    /// <summary>Everything a pipeline said.</summary>
    public sealed class Result
    {
        public List<object> Output { get; } = [];

        public List<ErrorRecord> Errors { get; } = [];

        public List<string> Verbose { get; } = [];

        public List<string> Debug { get; } = [];

        public List<string> Warnings { get; } = [];

        public List<InformationRecord> Information { get; } = [];

        public List<ProgressRecord> Progress { get; } = [];

        /// <summary>Targets and actions that -WhatIf or a prompt showed.</summary>
        public List<string> Asked { get; } = [];

        /// <summary>What ended the pipeline before its time; null when nothing did.</summary>
        public Exception? Failure { get; internal set; }

        /// <summary>The terminating error's id, or null.</summary>
        public string? FailureId => (Failure as IContainsErrorRecord)?.ErrorRecord?.FullyQualifiedErrorId;

        public bool Stopped { get; internal set; }

        /// <summary>Time from Stop to the pipeline's end.</summary>
        public TimeSpan StopTook { get; internal set; }
    }

    private sealed class StandInRunspace : Runspace
    {
    }

    /// <summary>A pipeline while it runs.</summary>
    internal sealed class Running
    {
        private readonly StandInEngine _engine;
        private readonly List<PipelineStep> _steps = [];
        private readonly Stopwatch _stopped = new();
        private volatile bool _stopping;

        internal Running(StandInEngine engine, Step[] steps)
        {
            _engine = engine;
            Thread = Environment.CurrentManagedThreadId;
            foreach (Step step in steps)
            {
                _steps.Add(step.Name is null ? new FunctionStep(this, step) : new CmdletStep(this, engine, step));
            }

            for (int i = 0; i + 1 < _steps.Count; i++)
            {
                _steps[i].Next = _steps[i + 1];
            }
        }

        internal Result Result { get; } = new();

        internal int Thread { get; }

        internal bool IsStopping => _stopping;

        /// <summary>The step that may write now (engine/PipelineProcessor: _permittedToWrite).</summary>
        internal PipelineStep? Permitted { get; set; }

        internal Result Execute(IEnumerable<object> input, bool expectsInput)
        {
            try
            {
                for (int i = 0; i < _steps.Count; i++)
                {
                    _steps[i].Prepare(i > 0 || expectsInput);
                }

                foreach (PipelineStep step in _steps)
                {
                    step.Begin();
                }

                PipelineStep? cut = null;
                try
                {
                    if (expectsInput)
                    {
                        foreach (object item in input)
                        {
                            _steps[0].Process(item);
                        }
                    }
                    else
                    {
                        _steps[0].ProcessWithoutInput();
                    }
                }
                catch (StopUpstream enough)
                {
                    cut = enough.By;
                }

                // Steps before the one that had enough are not ended (engine/PipelineProcessor.DoCompleteCore).
                foreach (PipelineStep step in cut is null ? _steps : _steps.GetRange(_steps.IndexOf(cut), _steps.Count - _steps.IndexOf(cut)))
                {
                    try
                    {
                        step.End();
                    }
                    catch (StopUpstream)
                    {
                        // Enough already.
                    }
                }
            }
            catch (PipelineStoppedException) when (_stopping)
            {
                Result.Stopped = true;
            }
            catch (TerminatingError error)
            {
                Result.Failure = error.Inner;
            }
            catch (Exception error) when (error is RuntimeException or StopUpstream or PSInvalidOperationException)
            {
                Result.Failure = error;
            }
            finally
            {
                Result.Stopped |= _stopping;
                Result.StopTook = _stopped.Elapsed;
                foreach (PipelineStep step in _steps)
                {
                    step.Dispose();
                }
            }

            return Result;
        }

        internal void Stop()
        {
            _stopping = true;
            _stopped.Start();
            foreach (PipelineStep step in _steps)
            {
                step.Stop();
            }
        }
    }
}

using System.Collections.Generic;

namespace System.Management.Automation.StandIn;

/// <summary>A step of a running pipeline.</summary>
internal abstract class PipelineStep : IDisposable
{
    protected PipelineStep(StandInEngine.Running running) => Running = running;

    internal StandInEngine.Running Running { get; }

    internal PipelineStep? Next { get; set; }

    internal abstract void Prepare(bool expectsInput);

    internal abstract void Begin();

    internal abstract void Process(object item);

    internal abstract void ProcessWithoutInput();

    internal abstract void End();

    internal virtual void Stop()
    {
    }

    public abstract void Dispose();

    internal void Emit(object item)
    {
        if (Next is null)
        {
            Running.Result.Output.Add(PSObject.Unwrap(item)!);
            return;
        }

        PipelineStep? permitted = Running.Permitted;
        try
        {
            Next.Process(item);
        }
        finally
        {
            Running.Permitted = permitted;
        }
    }
}

/// <summary>Thrown through the steps before one that has enough (engine/lang/parserutils: StopUpstreamCommandsException).</summary>
internal sealed class StopUpstream : FlowControlException
{
    internal StopUpstream(PipelineStep by) => By = by;

    internal PipelineStep By { get; }
}

/// <summary>What ThrowTerminatingError leaves with: the pipeline is stopped, and the error is its result.</summary>
internal sealed class TerminatingError : PipelineStoppedException
{
    internal TerminatingError(Exception inner) => Inner = inner;

    internal Exception Inner { get; }
}

/// <summary>ForEach-Object, Where-Object and Select-Object -First.</summary>
internal sealed class FunctionStep : PipelineStep
{
    private readonly StandInEngine.Step _step;
    private int _count;

    internal FunctionStep(StandInEngine.Running running, StandInEngine.Step step)
        : base(running) => _step = step;

    internal override void Prepare(bool expectsInput)
    {
    }

    internal override void Begin()
    {
    }

    internal override void Process(object item)
    {
        Running.Permitted = this;
        if (_step.Body is null)
        {
            Emit(item);
            if (++_count >= _step.Count)
            {
                throw new StopUpstream(this);
            }

            return;
        }

        foreach (object made in _step.Body(PSObject.Unwrap(item)!))
        {
            Emit(made);
        }
    }

    internal override void ProcessWithoutInput()
    {
    }

    internal override void End()
    {
    }

    public override void Dispose()
    {
    }
}

/// <summary>A cmdlet in a pipeline (engine/CommandProcessor.cs).</summary>
internal sealed class CmdletStep : PipelineStep
{
    private readonly Cmdlet _cmdlet;
    private readonly CommandRuntime _runtime;
    private readonly ParameterBinder _binder;
    private readonly StandInEngine.Step _step;
    private bool _begun;

    internal CmdletStep(StandInEngine.Running running, StandInEngine engine, StandInEngine.Step step)
        : base(running)
    {
        _step = step;
        _cmdlet = (Cmdlet)Activator.CreateInstance(step.Type(engine))!;
        _runtime = new CommandRuntime(engine, this, _cmdlet, step.Name!);
        _cmdlet.CommandRuntime = _runtime;
        _binder = new ParameterBinder(_cmdlet, _runtime);
    }

    internal override void Prepare(bool expectsInput)
    {
        _runtime.Invocation.ExpectingInput = expectsInput;
        foreach ((string name, object? value) in _step.Parameters)
        {
            if (!_runtime.SetCommon(name, value))
            {
                _binder.BindNamed(name, value);
            }
        }

        _binder.CheckCommandLine(expectsInput);
    }

    internal override void Begin()
    {
        if (_begun)
        {
            return; // data came before its turn
        }

        _begun = true;
        Permit(_cmdlet.DoBegin);
    }

    internal override void Process(object item)
    {
        Begin();
        ErrorRecord? refused = _binder.BindPipeline(item);
        if (refused is null)
        {
            Permit(_cmdlet.DoProcess);
        }
        else
        {
            // An object that does not bind is a non-terminating error of this cmdlet (CommandProcessor.ProcessRecord).
            Permit(() => _runtime.WriteError(refused));
        }
    }

    internal override void ProcessWithoutInput() => Permit(_cmdlet.DoProcess);

    internal override void End() => Permit(_cmdlet.DoEnd);

    internal override void Stop() => _cmdlet.DoStop();

    public override void Dispose() => (_cmdlet as IDisposable)?.Dispose();

    private void Permit(Action action)
    {
        if (Running.IsStopping)
        {
            throw new PipelineStoppedException();
        }

        PipelineStep? before = Running.Permitted;
        Running.Permitted = this;
        try
        {
            action();
        }
        catch (Exception error) when (error is not RuntimeException and not FlowControlException and not PSInvalidOperationException)
        {
            // Whatever else a cmdlet lets out ends the pipeline (CommandProcessorBase: ManageInvocationException).
            throw new TerminatingError(error);
        }
        finally
        {
            Running.Permitted = before;
        }
    }
}

using System.Collections;
using System.Reflection;

namespace System.Management.Automation.StandIn;

/// <summary>A cmdlet's way to the streams (engine/MshCommandRuntime.cs).</summary>
internal sealed class CommandRuntime : ICommandRuntime2
{
    private readonly CmdletStep _step;
    private readonly CmdletAttribute _attribute;
    private readonly string _type;
    private bool _whatIf;
    private bool? _confirm;
    private bool _debug;
    private bool _verbose;
    private ActionPreference _errorAction = ActionPreference.Continue;

    internal CommandRuntime(StandInEngine engine, CmdletStep step, Cmdlet cmdlet, string name)
    {
        Engine = engine;
        _step = step;
        _type = cmdlet.GetType().FullName!;
        _attribute = cmdlet.GetType().GetCustomAttribute<CmdletAttribute>()!;
        Invocation = new InvocationInfo(name);
    }

    internal StandInEngine Engine { get; }

    internal InvocationInfo Invocation { get; }

    internal string SetName { get; set; } = ParameterAttribute.AllParameterSets;

    private StandInEngine.Result Result => _step.Running.Result;

    /// <summary>Takes a common parameter; false when it is not one.</summary>
    internal bool SetCommon(string name, object? value)
    {
        bool on = value is true or SwitchParameter { IsPresent: true };
        switch (name.ToUpperInvariant())
        {
            case "VERBOSE":
                _verbose = on;
                return true;
            case "DEBUG":
                _debug = on;
                return true;
            case "ERRORACTION":
                _errorAction = value is ActionPreference preference ? preference : (ActionPreference)Enum.Parse(typeof(ActionPreference), (string)value!, ignoreCase: true);
                return true;
            case "WHATIF" when _attribute.SupportsShouldProcess:
                _whatIf = on;
                break;
            case "CONFIRM" when _attribute.SupportsShouldProcess:
                _confirm = on;
                break;
            default:
                return false;
        }

        Invocation.BoundParameters[name] = new SwitchParameter(on);
        return true;
    }

    public void WriteObject(object? sendToPipeline)
    {
        Check();
        if (sendToPipeline is not null)
        {
            _step.Emit(sendToPipeline);
        }
    }

    public void WriteObject(object? sendToPipeline, bool enumerateCollection)
    {
        Check();
        if (enumerateCollection && sendToPipeline is IEnumerable many and not string)
        {
            foreach (object? one in many)
            {
                WriteObject(one);
            }
        }
        else
        {
            WriteObject(sendToPipeline);
        }
    }

    public void WriteError(ErrorRecord errorRecord)
    {
        Check();
        Own(errorRecord);
        switch (_errorAction)
        {
            case ActionPreference.Ignore:
                return;
            case ActionPreference.Stop:
                ActionPreferenceStopException stop = new(errorRecord.ToString());
                stop.SetRecord(errorRecord);
                throw stop;
            default:
                Result.Errors.Add(errorRecord);
                return;
        }
    }

    public void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        ThrowIfStopping();
        Own(errorRecord);
        throw new TerminatingError(new RuntimeException(errorRecord.ToString(), errorRecord.Exception, errorRecord));
    }

    public void WriteVerbose(string text)
    {
        Check();
        if (_verbose)
        {
            Result.Verbose.Add(text);
        }
    }

    public void WriteDebug(string text)
    {
        Check();
        if (_debug)
        {
            Result.Debug.Add(text);
        }
    }

    public void WriteWarning(string text)
    {
        Check();
        Result.Warnings.Add(text);
    }

    public void WriteProgress(ProgressRecord progressRecord)
    {
        Check();
        Result.Progress.Add(progressRecord);
    }

    public void WriteInformation(InformationRecord informationRecord)
    {
        Check();
        Result.Information.Add(informationRecord);
    }

    public bool ShouldProcess(string target) => ShouldProcess(target, $"{_attribute.VerbName}-{_attribute.NounName}");

    /// <summary>Impact against preference, -WhatIf before -Confirm (MshCommandRuntime.DoShouldProcess).</summary>
    public bool ShouldProcess(string target, string action) =>
        ShouldProcess($"Performing the operation \"{action}\" on target \"{target}\".", $"{action}: {target}", "Confirm", out _);

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption, out ShouldProcessReason shouldProcessReason)
    {
        Check();
        shouldProcessReason = ShouldProcessReason.None;
        if (_whatIf)
        {
            Result.Asked.Add("What if: " + verboseDescription);
            shouldProcessReason = ShouldProcessReason.WhatIf;
            return false;
        }

        bool prompt = _confirm ?? (_attribute.ConfirmImpact != ConfirmImpact.None && Engine.ConfirmPreference != ConfirmImpact.None
            && _attribute.ConfirmImpact >= Engine.ConfirmPreference);
        return !prompt || Prompt(verboseWarning);
    }

    public bool ShouldContinue(string query, string caption)
    {
        Check();
        return Prompt($"{caption}: {query}");
    }

    private bool Prompt(string question)
    {
        Result.Asked.Add(question);
        return (Engine.Confirm ?? throw new PSInvalidOperationException("A prompt in a session where nobody answers."))(question);
    }

    private void Own(ErrorRecord record)
    {
        record.CommandType ??= _type;
        record.CategoryInfo.Activity = Invocation.InvocationName;
    }

    // MshCommandRuntime.ThrowIfWriteNotPermitted: only between begin and end, and only on the pipeline's thread.
    private void Check()
    {
        ThrowIfStopping();
        if (_step.Running.Permitted != _step || Environment.CurrentManagedThreadId != _step.Running.Thread)
        {
            throw new PSInvalidOperationException(
                "WriteObject and WriteError can only be called from within BeginProcessing, ProcessRecord and EndProcessing, and from the same thread.");
        }
    }

    private void ThrowIfStopping()
    {
        if (_step.Running.IsStopping)
        {
            throw new PipelineStoppedException();
        }
    }
}

using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

/// <summary>The fourth guard: the stand-in keeps the engine's rules that cmdlets can break.</summary>
public sealed class EngineRules
{
    private readonly StandInEngine _engine = new(Assembly.GetExecutingAssembly());

    [Fact]
    public void A_write_from_another_thread_is_refused()
    {
        Result result = _engine.Run(Command("Test-Rule", ("Do", "thread")));
        Assert.IsType<PSInvalidOperationException>(Assert.IsType<AggregateException>(result.Failure).InnerException);
    }

    [Fact]
    public void A_terminating_error_never_returns()
    {
        Result result = _engine.Run(Command("Test-Rule", ("Do", "terminate")));
        Assert.Equal($"RuleId,{typeof(TestRuleCommand).FullName}", result.FailureId);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void ErrorAction_Stop_makes_an_error_the_end()
    {
        Assert.Equal(["after"], _engine.Run(Command("Test-Rule", ("Do", "error"))).Output);
        Result result = _engine.Run(Command("Test-Rule", ("Do", "error"), ("ErrorAction", "Stop")));
        Assert.IsType<ActionPreferenceStopException>(result.Failure);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void First_stops_the_commands_before_it()
    {
        Result result = _engine.Run(["a", "b", "c"], Command("Test-Rule", ("Do", "echo")), First(1));
        Assert.Equal(["a"], result.Output);
        Assert.Null(result.Failure);
    }

    [Fact]
    public void Properties_bind_through_aliases_with_blanks_and_defaults_come_back()
    {
        Result result = _engine.Run(
            [Row(("Accession Number", "1")), Row(("Accession Number", "2"), ("Do", "x"))], Command("Test-Rule", ("Do", "accession")));
        Assert.Equal(["1", "2"], result.Output);
    }

    [Fact]
    public void WhatIf_and_Confirm_decide_ShouldProcess()
    {
        Assert.Equal(["True"], _engine.Run(Command("Test-Rule", ("Do", "should"))).Output);
        Assert.Equal(["False"], _engine.Run(Command("Test-Rule", ("Do", "should"), ("WhatIf", true))).Output);
        Assert.IsType<PSInvalidOperationException>(_engine.Run(Command("Test-Rule", ("Do", "should"), ("Confirm", true))).Failure);
        _engine.Confirm = _ => false;
        Assert.Equal(["False"], _engine.Run(Command("Test-Rule", ("Do", "should"), ("Confirm", true))).Output);
    }

    [Fact]
    public void Missing_mandatory_and_unknown_parameters_are_refused()
    {
        Assert.IsType<ParameterBindingException>(_engine.Run(Command("Test-Rule")).Failure);
        Assert.IsType<ParameterBindingException>(_engine.Run(Command("Test-Rule", ("Nope", 1))).Failure);
    }

    [Cmdlet(VerbsDiagnosticTest, "Rule", SupportsShouldProcess = true)]
    public sealed class TestRuleCommand : PSCmdlet
    {
        [Parameter(Mandatory = true)]
        public string Do { get; set; } = "";

        [Parameter(ValueFromPipeline = true)]
        public string? Text { get; set; }

        [Parameter(ValueFromPipelineByPropertyName = true)]
        [Alias("Accession Number")]
        public string? Accession { get; set; }

        protected override void ProcessRecord()
        {
            switch (Do)
            {
                case "thread":
                    Task.Factory.StartNew(() => WriteObject("x"), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Wait();
                    break;
                case "terminate":
                    ThrowTerminatingError(new ErrorRecord(new InvalidOperationException("no"), "RuleId", ErrorCategory.InvalidData, null));
                    WriteObject("after");
                    break;
                case "error":
                    WriteError(new ErrorRecord(new InvalidOperationException("no"), "RuleId", ErrorCategory.InvalidData, null));
                    WriteObject("after");
                    break;
                case "echo":
                    WriteObject(Text);
                    break;
                case "accession":
                    WriteObject(Accession);
                    break;
                case "should":
                    WriteObject(ShouldProcess("thing").ToString());
                    break;
            }
        }
    }

    private const string VerbsDiagnosticTest = "Test";
}

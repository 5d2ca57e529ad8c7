using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

[Collection(SandboxCollection.Name)]
public sealed class ConnectionTests(SandboxFixture sandbox)
{
    [Fact]
    public void Connecting_writes_nothing_and_makes_it_current()
    {
        Shell shell = new();
        Assert.Empty(shell.Ok(Command("Connect-Xnat", ("Uri", sandbox.Url), ("Credential", Credential("admin", "admin")))));
        XnatConnection connection = Assert.IsType<XnatConnection>(Assert.Single(shell.Ok(Command("Get-XnatConnection"))));
        Assert.Equal("admin", connection.UserName);
        Assert.True(connection.IsOpen);
    }

    [Fact]
    public void A_wrong_password_ends_the_pipeline_with_its_id_and_category()
    {
        Result result = new Shell().Run(Command("Connect-Xnat", ("Uri", sandbox.Url), ("Credential", Credential("admin", "s3cr3t-x"))));
        ErrorRecord record = ((IContainsErrorRecord)result.Failure!).ErrorRecord!;
        Assert.Equal("XnatAuthenticationFailed,XnatTools.Commands.ConnectXnatCommand", record.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.AuthenticationError, record.CategoryInfo.Category);
        Assert.NotEmpty(record.ErrorDetails!.RecommendedAction!);
        Assert.DoesNotContain(Shell.Words(result), w => w.Contains("s3cr3t-x", StringComparison.Ordinal));
    }

    [Fact]
    public void A_server_that_is_not_there_is_told_from_a_wrong_address()
    {
        Uri nobody;
        using (DeafServer gone = new())
        {
            nobody = gone.Url;
        }

        Assert.Equal("XnatConnectionFailed,XnatTools.Commands.ConnectXnatCommand", new Shell().Run(
            Command("Connect-Xnat", ("Uri", nobody), ("Credential", Credential("a", "b")), ("RetryCount", 0))).FailureId);
        Assert.Equal("XnatArgumentInvalid,XnatTools.Commands.ConnectXnatCommand", Assert.Single(new Shell().Run(
            Command("Connect-Xnat", ("Uri", "xnat.example.org"), ("Credential", Credential("a", "b")))).Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void Without_a_connection_every_server_cmdlet_says_so_and_ends()
    {
        Shell shell = new();
        foreach (Type type in shell.Engine.Commands.Values.Where(t => t.GetProperty("Connection") is { } p && p.DeclaringType!.Name == "XnatConnectedCmdlet"))
        {
            string name = shell.Engine.Commands.Single(c => c.Value == type).Key;
            Result result = shell.Run(Command(name, Mandatory(type)));
            Assert.Equal($"XnatNotConnected,{type.FullName}", result.FailureId);
        }
    }

    [Fact]
    public void Two_runspaces_do_not_share_a_connection_but_can_pass_one()
    {
        Shell first = new Shell().Connect(sandbox.Url);
        Shell second = new();
        Assert.Empty(second.Ok(Command("Get-XnatConnection")));
        object connection = first.Ok(Command("Get-XnatConnection"))[0];
        Assert.NotEmpty(second.Ok(Command("Get-XnatPacs", ("Connection", connection))));
    }

    [Fact]
    public void After_disconnecting_the_connection_is_refused_and_disconnecting_again_is_quiet()
    {
        Shell shell = new Shell().Connect(sandbox.Url);
        object connection = shell.Ok(Command("Get-XnatConnection"))[0];
        Assert.Empty(shell.Ok(Command("Disconnect-Xnat")));
        Assert.Equal("XnatNotConnected,XnatTools.Commands.GetXnatPacsCommand", shell.Run(Command("Get-XnatPacs", ("Connection", connection))).FailureId);
        Assert.Empty(shell.Ok(Command("Disconnect-Xnat")));
    }

    [Fact]
    public void The_newest_connection_is_current_and_the_one_before_comes_back()
    {
        Shell shell = new Shell().Connect(sandbox.Url).Connect(sandbox.Url);
        Assert.Equal(2, shell.Ok(Command("Get-XnatConnection", ("All", true))).Count);
        shell.Ok(Command("Disconnect-Xnat"));
        Assert.Single(shell.Ok(Command("Get-XnatConnection")));
        shell.Ok(Command("Disconnect-Xnat", ("All", true)));
        Assert.Empty(shell.Ok(Command("Get-XnatConnection", ("All", true))));
    }

    [Fact]
    public void A_test_tells_user_and_clock()
    {
        Shell shell = new Shell().Connect(sandbox.Url);
        XnatConnectionStatus status = Assert.IsType<XnatConnectionStatus>(Assert.Single(shell.Ok(Command("Test-XnatConnection"))));
        Assert.True(status.Successful);
        Assert.Equal("admin", status.UserName);
        Assert.NotNull(status.ClockDifference);
        Assert.Equal([true], shell.Ok(Command("Test-XnatConnection", ("Quiet", true))));
    }

    [Fact]
    public void Verbose_has_a_line_for_each_request_with_template_and_without_values()
    {
        Result result = new Shell().Run(Command("Connect-Xnat", ("Uri", sandbox.Url), ("Credential", Credential("admin", "admin")), ("Verbose", true)));
        Assert.Contains(result.Verbose, v => v.Contains("/xapi/users/username: 200", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Verbose, v => v.Contains("admin", StringComparison.Ordinal));
    }

    [Fact]
    public void The_connection_object_holds_no_secret_that_can_be_seen()
    {
        Shell shell = new Shell().Connect(sandbox.Url, "admin", "admin");
        object connection = shell.Ok(Command("Get-XnatConnection"))[0];
        IEnumerable<string?> seen = connection.GetType().GetProperties().Where(p => p.GetMethod!.IsPublic && p.Name != "UserName").Select(p => p.GetValue(connection)?.ToString());
        Assert.DoesNotContain(seen, s => s is not null && s.Contains("admin", StringComparison.Ordinal));
        Assert.DoesNotContain(connection.GetType().GetProperties(), p => p.Name == "Client" && p.GetMethod!.IsPublic);
    }

    [Fact]
    public void A_pipeline_that_waits_for_a_server_stops_within_a_second()
    {
        using DeafServer deaf = new();
        Result result = new Shell().RunAndStop(TimeSpan.FromMilliseconds(400), Command("Connect-Xnat", ("Uri", deaf.Url), ("Credential", Credential("a", "b"))));
        Assert.True(result.Stopped);
        Assert.InRange(result.StopTook.TotalSeconds, 0, 2.5);
        Assert.Empty(result.Errors);
    }

    private static (string Name, object? Value)[] Mandatory(Type type) => type.GetProperties()
        .Select(p => (Property: p, Parameter: p.GetCustomAttributes(typeof(ParameterAttribute), true).Cast<ParameterAttribute>().ToArray()))
        .Where(p => p.Parameter.Any(u => u.Mandatory && InDefault(type, u)))
        .Select(p => (p.Property.Name, Sample(p.Property.PropertyType)))
        .ToArray();

    private static bool InDefault(Type type, ParameterAttribute use)
    {
        string? set = ((CmdletAttribute)type.GetCustomAttributes(typeof(CmdletAttribute), false)[0]).DefaultParameterSetName;
        return use.ParameterSetName == ParameterAttribute.AllParameterSets || use.ParameterSetName == set;
    }

    private static object? Sample(Type type) => type == typeof(string) ? "x"
        : type == typeof(string[]) ? new[] { "x" }
        : type == typeof(long[]) ? new[] { 1L }
        : type == typeof(SwitchParameter) ? true
        : Activator.CreateInstance(type, nonPublic: true);
}

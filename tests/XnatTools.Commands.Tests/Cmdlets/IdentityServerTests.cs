using System;
using System.IO;
using System.Linq;
using System.Management.Automation.StandIn;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

/// <summary>The audit of headers that the sandbox lists.</summary>
[Collection(SandboxCollection.Name)]
public sealed class IdentityServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "xnattools-idserver-" + Guid.NewGuid().ToString("N"))).FullName;
    private readonly Shell _shell;

    public IdentityServerTests(SandboxFixture sandbox)
    {
        _shell = new Shell().Connect(sandbox.Url);
        _shell.Engine.Location = _folder;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Prearchive_sessions_are_audited_by_the_headers_of_their_scans()
    {
        string prefix = "1.2.826.0.2." + Environment.TickCount64.ToString(System.Globalization.CultureInfo.InvariantCulture);
        MadeFile.Write(_folder, "1.dcm", prefix + ".1", "Featherstone^Zelda");
        _shell.Ok(Command("Send-DicomFile", ("Path", "1.dcm")));

        Result result = _shell.Run(Command("Get-XnatPrearchive"), Command("Test-DicomIdentity", ("Known", new[] { "Featherstone^Zelda" }), ("Finding", true)));

        Assert.Contains(result.Output.Cast<IdentityFinding>(), f => f is { Kind: "KnownIdentifier", Tag: "(0010,0010)", Severity: IdentitySeverity.Blocking } && f.Source!.StartsWith("/prearchive/", StringComparison.Ordinal));
        Assert.Contains(result.Errors, e => e.FullyQualifiedErrorId == "DicomIdentityFound,XnatTools.Commands.TestDicomIdentityCommand");
        Assert.DoesNotContain(Shell.Words(result), w => w.Contains("Featherstone", StringComparison.OrdinalIgnoreCase));
    }
}

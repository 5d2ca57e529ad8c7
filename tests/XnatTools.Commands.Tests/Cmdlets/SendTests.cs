using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using XnatTools.Dicom;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

/// <summary>Files stored at the sandbox's receiver, over a real association.</summary>
[Collection(SandboxCollection.Name)]
public sealed class SendTests : IDisposable
{
    private const string Mark = "MARKED";
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "xnattools-send-" + Guid.NewGuid().ToString("N"))).FullName;
    private readonly Shell _shell;

    public SendTests(SandboxFixture sandbox)
    {
        _shell = new Shell().Connect(sandbox.Url);
        _shell.Engine.Location = _folder;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_receiver_takes_files_as_they_are_and_a_bad_one_does_not_stop_the_others()
    {
        string prefix = "1.2.826.0.1." + Environment.TickCount64.ToString(System.Globalization.CultureInfo.InvariantCulture);
        MadeFile.Write(_folder, "1.dcm", prefix + ".1", Mark);
        File.WriteAllText(Path.Combine(_folder, Mark + ".dcm"), "this is no DICOM file, but longer than a preamble would have to be to be looked at");
        MadeFile.Write(_folder, "3.dcm", prefix + ".3", Mark, DicomUids.ImplicitVRLittleEndian);
        MadeFile.Write(_folder, "4.dcm", prefix + ".4", Mark, DicomUids.ExplicitVRBigEndian, DicomUids.CTImageStorage);
        object[] rows = [.. new[] { "1.dcm", Mark + ".dcm", "3.dcm", "4.dcm" }.Select(f => Row(("FullName", Path.Combine(_folder, f))))];
        Result result = _shell.Engine.Run(rows, Command("Send-DicomFile", ("Verbose", true), ("Debug", true)));
        DicomSendResult[] sent = result.Output.Cast<DicomSendResult>().ToArray();
        Assert.Equal([true, false, true, true], sent.Select(s => s.Successful));
        Assert.Equal([1, 2, 3, 4], sent.Select(s => s.Position));
        Assert.Equal([0, null, 0, 0], sent.Select(s => s.Status));
        Assert.Equal([DicomUids.ExplicitVRLittleEndian, DicomUids.ImplicitVRLittleEndian, DicomUids.ExplicitVRBigEndian], sent.Where(s => s.Successful).Select(s => s.TransferSyntaxUid));
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("DicomInvalid,XnatTools.Commands.SendDicomFileCommand", error.FullyQualifiedErrorId);
        Assert.Equal(2, Assert.IsType<DicomSendResult>(error.TargetObject).Position);
        Assert.Contains(result.Verbose, v => v.StartsWith("3 files stored, 1 not", StringComparison.Ordinal));
        Assert.DoesNotContain(Shell.Words(result), w => w.Contains(Mark, StringComparison.OrdinalIgnoreCase) || w.Contains(prefix, StringComparison.Ordinal));
        Assert.Contains(_shell.Ok(Command("Get-XnatPrearchive")).Cast<PrearchiveSession>(), s => s.StudyInstanceUid == "1.2.3.0.1");
    }

    [Theory]
    [InlineData("DEMOPACS")]
    [InlineData("demopacs:104")]
    public void A_pacs_is_refused_before_any_file(string receiver)
    {
        MadeFile.Write(_folder, "1.dcm", "1.2.3.1");
        Result result = _shell.Run(Command("Send-DicomFile", ("Path", "1.dcm"), ("Receiver", receiver)));
        Assert.Empty(result.Output);
        Assert.Equal("DicomNodeIsPacs,XnatTools.Commands.SendDicomFileCommand", result.FailureId);
    }

    [Theory]
    [InlineData("NOBODY", null)]
    [InlineData("XNAT:1", null)]
    [InlineData("XNAT", "192.0.2.1")]
    public void What_is_no_receiver_of_the_site_is_refused(string receiver, string? host)
    {
        MadeFile.Write(_folder, "1.dcm", "1.2.3.1");
        (string, object?)[] more = host is null ? [] : [("HostName", host)];
        Result result = _shell.Run(Command("Send-DicomFile", [("Path", "1.dcm"), ("Receiver", receiver), .. more]));
        Assert.Empty(result.Output);
        Assert.Equal("XnatReceiverNotFound,XnatTools.Commands.SendDicomFileCommand", result.FailureId);
    }

    [Fact]
    public void WhatIf_sends_nothing()
    {
        MadeFile.Write(_folder, Mark + ".dcm", "1.2.3.77");
        int before = Objects();
        Result result = _shell.Run(Command("Send-DicomFile", ("Path", Mark + ".dcm"), ("WhatIf", true)));
        Assert.Empty(result.Output);
        Assert.Empty(result.Errors);
        Assert.Equal(before, Objects());
        Assert.DoesNotContain(Shell.Words(result), w => w.Contains(Mark, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void First_ends_sending()
    {
        for (int i = 1; i <= 5; i++)
        {
            MadeFile.Write(_folder, i + ".dcm", "1.2.3.8." + i);
        }

        Result result = _shell.Run(Command("Send-DicomFile", ("Path", "*.dcm")), First(1));
        Assert.Single(result.Output);
        Assert.Null(result.Failure);
    }

    [Fact]
    public void Without_a_connection_nothing_is_sent() =>
        Assert.Equal("XnatNotConnected,XnatTools.Commands.SendDicomFileCommand", new Shell().Run(Command("Send-DicomFile", ("Path", "1.dcm"))).FailureId);

    private int Objects() => _shell.Ok(Command("Get-XnatPrearchive")).Count;
}

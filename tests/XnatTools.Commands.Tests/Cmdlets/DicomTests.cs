using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

public sealed class DicomTests : IDisposable
{
    private const string Mark = "MARKED";
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "xnattools-dicom-" + Guid.NewGuid().ToString("N"))).FullName;
    private readonly Shell _shell = new();

    public DicomTests() => _shell.Engine.Location = _folder;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_header_comes_element_by_element_up_to_the_pixel_data()
    {
        string path = MadeFile.Write(_folder, "a.dcm", "1.2.3.1");
        DicomHeaderElement[] all = _shell.Ok(Command("Get-DicomHeader", ("Path", "a.dcm"))).Cast<DicomHeaderElement>().ToArray();
        Assert.Contains(all, e => e.Tag == "(0002,0010)");
        DicomHeaderElement id = Assert.Single(all, e => e.Keyword == "PatientID");
        Assert.Equal(("(0010,0020)", "LO", "P1", path), (id.Tag, id.VR, id.Value, id.Source));
        Assert.Equal(1, Assert.Single(all, e => e.Tag == "(0008,1140)").ItemCount);
        Assert.DoesNotContain(all, e => e.Tag.Contains("].", StringComparison.Ordinal) || e.Tag == "(7FE0,0010)");
        Assert.Equal("(a name: see Value)", Assert.Single(all, e => e.VR == "PN").Shown);
    }

    [Fact]
    public void Beyond_the_pixel_data_their_length_is_told_and_nothing_loaded()
    {
        MadeFile.Write(_folder, "a.dcm", "1.2.3.1");
        DicomHeaderElement pixels = Assert.IsType<DicomHeaderElement>(Assert.Single(_shell.Ok(Command("Get-DicomHeader", ("Path", "a.dcm"), ("Field", "PixelData"), ("All", true)))));
        Assert.Null(pixels.Value);
        Assert.Equal(512, pixels.Length);
        Assert.Equal("(512 bytes)", pixels.Shown);
    }

    [Theory]
    [InlineData("PatientID", "(0010,0020)")]
    [InlineData("patientid", "(0010,0020)")]
    [InlineData("(0010,0020)", "(0010,0020)")]
    [InlineData("00100020", "(0010,0020)")]
    [InlineData("Study*UID", "(0020,000D)")]
    [InlineData("(0020,*)", "(0020,000D)")]
    [InlineData("0020*", "(0020,000D)")]
    public void Fields_are_keywords_tags_and_patterns(string field, string tag)
    {
        MadeFile.Write(_folder, "a.dcm", "1.2.3.1");
        Assert.Equal([tag], _shell.Ok(Command("Get-DicomHeader", ("Path", "a.dcm"), ("Field", field))).Cast<DicomHeaderElement>().Select(e => e.Tag));
    }

    [Theory]
    [InlineData("ReferencedSOPInstanceUID")]
    [InlineData("(0008,1140)[0].(0008,1155)")]
    [InlineData("(0008,1140)[0].*")]
    public void Nested_elements_have_a_path(string field)
    {
        MadeFile.Write(_folder, "a.dcm", "1.2.3.1");
        Assert.Equal(["(0008,1140)[0].(0008,1155)"], _shell.Ok(Command("Get-DicomHeader", ("Path", "a.dcm"), ("Field", field), ("Nested", true))).Cast<DicomHeaderElement>().Select(e => e.Tag));
    }

    [Fact]
    public void A_field_that_is_none_ends_it_before_a_file_is_read() =>
        Assert.Equal("XnatArgumentInvalid,XnatTools.Commands.GetDicomHeaderCommand", _shell.Run(Command("Get-DicomHeader", ("Path", "no.dcm"), ("Field", "PatientIdd"))).FailureId);

    [Fact]
    public void Of_a_damaged_file_comes_what_was_read_and_one_error_with_the_place()
    {
        string path = MadeFile.Write(_folder, "a.dcm", "1.2.3.1");
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^560]);
        MadeFile.Write(_folder, "b.dcm", "1.2.3.2");
        Result result = _shell.Run(Command("Get-DicomHeader", ("Path", "?.dcm"), ("All", true)));
        Assert.Contains(result.Output.Cast<DicomHeaderElement>(), e => e.Source == path && e.Keyword == "PatientID");
        Assert.Contains(result.Output.Cast<DicomHeaderElement>(), e => e.Source == Path.Combine(_folder, "b.dcm") && e.Keyword == "PixelData");
        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("DicomInvalid,XnatTools.Commands.GetDicomHeaderCommand", error.FullyQualifiedErrorId);
        Assert.Matches("^File 1: .*damaged at byte [0-9]+", error.Exception.Message);
        Assert.Equal(path, Assert.IsType<DicomFileItem>(error.TargetObject).Path);
    }

    [Fact]
    public void One_bad_file_among_good_ones_is_one_error_and_no_stream_says_its_name()
    {
        MadeFile.Write(_folder, "1.dcm", "1.2.3.1");
        File.WriteAllText(Path.Combine(_folder, Mark + ".dcm"), "this is no DICOM file, but longer than a preamble would have to be to be looked at");
        MadeFile.Write(_folder, Mark + "2.dcm", "1.2.3.2", Mark);
        object[] rows = [Row(("FullName", Path.Combine(_folder, "1.dcm"))), Row(("FullName", Path.Combine(_folder, Mark + ".dcm"))), Row(("FullName", Path.Combine(_folder, Mark + "3.dcm"))), Row(("FullName", Path.Combine(_folder, Mark + "2.dcm")))];
        Result result = _shell.Engine.Run(rows, Command("Get-DicomHeader", ("Field", "PatientID"), ("Verbose", true), ("Debug", true)));
        Assert.Equal(["P1", "P1"], result.Output.Cast<DicomHeaderElement>().Select(e => e.Value));
        Assert.Equal(["DicomInvalid", "DicomFileNotFound"], result.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.DoesNotContain(Shell.Words(result), w => w.Contains(Mark, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void First_stops_reading()
    {
        MadeFile.Write(_folder, "a.dcm", "1.2.3.1");
        Result result = _shell.Run(Command("Get-DicomHeader", ("Path", "a.dcm")), First(1));
        Assert.Single(result.Output);
        Assert.Null(result.Failure);
    }

    [Fact]
    public void Keywords_are_completed()
    {
        Assert.Contains("PatientID", _shell.Engine.Complete("Get-DicomHeader", "Field", "patienti"));
        Assert.Empty(_shell.Engine.Complete("Get-DicomHeader", "Field", "p"));
    }

    [Fact]
    public async Task A_node_that_answers_tells_its_times_and_itself()
    {
        await using DicomServer server = DicomServer.Start(new Echo());
        DicomNodeStatus status = Assert.IsType<DicomNodeStatus>(Assert.Single(_shell.Ok(Command("Test-DicomNode", ("Node", $"ANY@127.0.0.1:{server.Port}")))));
        Assert.True(status.Answers);
        Assert.Equal(DicomNodePhase.Complete, status.Phase);
        Assert.True(status.ConnectTime > TimeSpan.Zero && status.AssociateTime > TimeSpan.Zero && status.EchoTime > TimeSpan.Zero);
        Assert.NotNull(status.PeerImplementationClassUid);
        Assert.Null(status.Reason);
    }

    [Fact]
    public async Task A_rejection_is_a_result_with_the_reason_in_words()
    {
        await using DicomServer server = DicomServer.Start(new Echo());
        object[] rows = [Row(("HostName", "127.0.0.1"), ("Port", server.Port), ("AETitle", "OTHER"))];
        Result result = _shell.Engine.Run(rows, Command("Test-DicomNode", ("CallingAETitle", "STRANGER")));
        DicomNodeStatus status = Assert.IsType<DicomNodeStatus>(Assert.Single(result.Output));
        Assert.Empty(result.Errors);
        Assert.False(status.Answers);
        Assert.True(status.Rejected);
        Assert.Equal(DicomNodePhase.Associate, status.Phase);
        Assert.Contains("calling AE title not recognized", status.Reason, StringComparison.Ordinal);
        Assert.Equal("STRANGER", status.CallingAETitle);
    }

    [Fact]
    public void Nobody_there_is_a_result_of_the_connection()
    {
        using TcpListener closed = new(IPAddress.Loopback, 0);
        closed.Start();
        int port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        DicomNodeStatus status = Assert.IsType<DicomNodeStatus>(Assert.Single(_shell.Ok(Command("Test-DicomNode", ("HostName", "127.0.0.1"), ("Port", port), ("AETitle", "ANY")))));
        Assert.Equal((false, false, DicomNodePhase.Connect), (status.Answers, status.Rejected, status.Phase));
        Assert.Null(status.ConnectTime);
        Assert.Contains("nothing listens", status.Reason, StringComparison.Ordinal);
        Assert.Equal([false], _shell.Ok(Command("Test-DicomNode", ("Node", $"ANY@127.0.0.1:{port}"), ("Quiet", true))));
    }

    [Fact]
    public void A_silent_node_times_out_and_waiting_for_one_stops_at_once()
    {
        using DeafServer deaf = new();
        string node = $"ANY@127.0.0.1:{deaf.Url.Port}";
        DicomNodeStatus status = Assert.IsType<DicomNodeStatus>(Assert.Single(_shell.Ok(Command("Test-DicomNode", ("Node", node), ("TimeoutSec", 1)))));
        Assert.Equal(DicomNodePhase.Associate, status.Phase);
        Assert.Contains("in time", status.Reason, StringComparison.Ordinal);
        Result result = _shell.RunAndStop(TimeSpan.FromMilliseconds(500), Command("Test-DicomNode", ("Node", node), ("TimeoutSec", 60)));
        Assert.True(result.Stopped);
        Assert.InRange(result.StopTook.TotalSeconds, 0, 2.5);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_node_that_is_none_is_one_error_among_others()
    {
        Result result = _shell.Engine.Run(["nonsense", "ANY@127.0.0.1:1"], Command("Test-DicomNode", ("TimeoutSec", 2)));
        Assert.Single(result.Output);
        Assert.Equal("XnatArgumentInvalid,XnatTools.Commands.TestDicomNodeCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    private sealed class Echo : DicomService
    {
        public override Task<DicomAssociateDecision> AssociateAsync(DicomAssociationRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(request.CallingAETitle == "XNATTOOLS" ? DicomAssociateDecision.Accept : DicomAssociateDecision.CallingAETitleUnknown);
    }
}

using System;
using System.Threading.Tasks;
using XnatTools.Sandbox.Anonymization;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Prearchive;

namespace XnatTools.Sandbox;

/// <summary>What every part of one sandbox shares.</summary>
internal sealed class SandboxContext
{
    public required SandboxOptions Options { get; init; }

    public required SandboxClock Clock { get; init; }

    public required SandboxFaults Faults { get; init; }

    public required SandboxState State { get; init; }

    /// <summary>Puts arrived DICOM objects into the prearchive.</summary>
    public required FilingService Filing { get; init; }

    /// <summary>Runs anonymisation and relabel scripts.</summary>
    public required ScriptRunner Scripts { get; init; }

    /// <summary>Builds, moves, archives and deletes prearchive sessions.</summary>
    public required PrearchiveEngine Prearchive { get; init; }

    /// <summary>Folder of DICOM files for the sandbox's own PACS; null when another PACS is used.</summary>
    public string? DicomFolder { get; set; }

    /// <summary>Port of the sandbox's own PACS, set by the part that starts it; 0 while there is none.</summary>
    public int PacsPort { get; set; }

    /// <summary>To be called after the list of receivers changed, so that they listen as it says; set by the part that runs them.</summary>
    public Func<Task> ReceiversChanged { get; set; } = () => Task.CompletedTask;

    /// <summary>Ends when the work that the clock set off is done; set by the part that runs the queue.</summary>
    public Func<Task> Settled { get; set; } = () => Task.CompletedTask;

    /// <summary>Address of the web server; set before parts are started.</summary>
    public Uri? Url { get; set; }

    /// <summary>Writes a line to the sandbox's log (never a patient's value).</summary>
    public Action<string> Log { get; init; } = _ => { };
}

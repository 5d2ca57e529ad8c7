using System;
using System.Collections.Generic;

namespace XnatTools.Sandbox;

/// <summary>A session in the prearchive.</summary>
public sealed class PrearchiveEntry
{
    /// <summary>Project, or <see cref="Unassigned"/>.</summary>
    public const string Unassigned = "Unassigned";

    public string Project { get; set; } = Unassigned;

    /// <summary>Arrival folder, yyyyMMdd_HHmmssSSS.</summary>
    public string Timestamp { get; set; } = "";

    /// <summary>Folder; with project and timestamp the key of the session.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Session label.</summary>
    public string Name { get; set; } = "";

    /// <summary>Subject label.</summary>
    public string Subject { get; set; } = "";

    /// <summary>(0020,000D).</summary>
    public string Tag { get; set; } = "";

    /// <summary>RECEIVING, BUILDING, READY ...</summary>
    public string Status { get; set; } = "RECEIVING";

    public DateTimeOffset LastModified { get; set; }

    public DateTimeOffset Uploaded { get; set; }

    /// <summary>When the last file came; the idle time counts from here.</summary>
    public DateTimeOffset LastFile { get; set; }

    /// <summary>yyyy-MM-dd, or empty.</summary>
    public string ScanDate { get; set; } = "";

    /// <summary>HH:mm:ss, or empty.</summary>
    public string ScanTime { get; set; } = "";

    /// <summary>Manual, AutoArchive, AutoArchiveOverwrite or empty.</summary>
    public string AutoArchive { get; set; } = "";

    /// <summary>Number of a session that is written into the archive's own area; 0 for one of the prearchive, whose lists show no others.</summary>
    public int DirectId { get; set; }

    public bool PreventAnon { get; set; }

    public bool PreventAutoCommit { get; set; }

    public string Source { get; set; } = "";

    public string Visit { get; set; } = "";

    public string Protocol { get; set; } = "";

    public string TimeZone { get; set; } = "";

    /// <summary>True once the session document was made.</summary>
    public bool Built { get; set; }

    public string XsiType { get; set; } = "";

    public string Modality { get; set; } = "";

    public string DcmAccessionNumber { get; set; } = "";

    public string DcmPatientId { get; set; } = "";

    public string DcmPatientName { get; set; } = "";

    public string Scanner { get; set; } = "";

    public List<SandboxScan> Scans { get; set; } = [];

    public List<PrearchiveLogLine> Log { get; set; } = [];

    /// <summary>Work that was asked for and not done yet; null when idle.</summary>
    public PrearchiveTask? Pending { get; set; }

    internal bool IsDirect => DirectId > 0;

    /// <summary>/xapi/direct-archive/P/TAG/NAME.</summary>
    internal string DirectUrl => $"/xapi/direct-archive/{Project}/{Tag}/{Name}";

    /// <summary>/prearchive/projects/P/TS/FOLDER.</summary>
    internal string Url => $"/prearchive/projects/{Project}/{Timestamp}/{Folder}";

    /// <summary>True while nothing else may touch it: a leading underscore, or work waiting.</summary>
    internal bool IsBusy => Status is not ("READY" or "CONFLICT" or "ERROR" or "RECEIVING");
}

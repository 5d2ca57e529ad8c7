using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace XnatTools.DicomEdit.Tests.Differential;

/// <summary>A script, the object it ran on, and what XNAT's engine (6.6.0) made of it.</summary>
internal sealed class RecordedCase
{
    public string Script { get; set; } = "";

    public int Target { get; set; }

    /// <summary>Success, Rejected, or Error where it failed or refused.</summary>
    public string Outcome { get; set; } = "";

    /// <summary>Lines of the result that the object did not have.</summary>
    public List<string>? Set { get; set; }

    /// <summary>The engine had a lookup table.</summary>
    [JsonIgnore]
    public bool HasTable { get; set; }

    /// <summary>Paths that are gone.</summary>
    public List<string>? Removed { get; set; }
}

using System;
using System.Linq;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Prearchive;

namespace XnatTools.Sandbox.Core.Import;

/// <summary>What a call of the import service asks for (specification 17.1), with its synonyms and its destination taken apart.</summary>
internal sealed class ImportParameters
{
    private ImportParameters(LegacyCall call)
    {
        string[] dest = PrearchiveAccess.Parts(call.Param("dest") ?? "");
        string? Dest(string key)
        {
            int at = Array.IndexOf(dest, key);
            return at >= 0 && at + 1 < dest.Length ? dest[at + 1] : null;
        }

        HasDest = dest.Length > 0;
        ToArchive = dest.FirstOrDefault() == "archive";
        ToPrearchive = dest.FirstOrDefault() == "prearchive";
        Project = call.Param("PROJECT_ID", "project") ?? Dest("projects");
        Subject = call.Param("SUBJECT_ID", "subject") ?? Dest("subjects");
        Session = call.Param("EXPT_LABEL", "session") ?? Dest("experiments");
        Timestamp = call.Param("PREARC_TIMESTAMP") ?? (ToPrearchive && dest.Length > 3 ? dest[3] : null);
        Folder = call.Param("PREARC_SESSION_FOLDER") ?? (ToPrearchive && dest.Length > 4 ? dest[4] : null);
        Overwrite = call.Param("overwrite") is string overwrite and not "" ? overwrite : null;
        OverwriteFiles = call.Flag("overwrite_files");
        AutoArchive = call.Param("auto-archive", "AA") is null ? null : call.Flag("auto-archive") || call.Flag("AA");
        Rename = call.Flag("rename");
        PreventAnon = call.Flag("prevent_anon");
        Direct = call.Flag("Direct-Archive");
        PreventAutoCommit = call.Flag("prevent_auto_commit");
        Commit = call.Param("action") == "commit" || HasDest;
        IgnoreUnparsable = call.Flag("Ignore-Unparsable") || call.Param("action") == "commit";
        Quarantine = call.Flag("quarantine");
        Source = call.Param("SOURCE");
        Visit = call.Param("VISIT");
        Protocol = call.Param("PROTOCOL");
        TimeZone = call.Param("TIMEZONE");
        PrearchiveCode = call.Param("prearchive_code");
        CallingAETitle = call.Param("Sender-AE-Title") ?? "";
    }

    internal string? Project { get; }

    internal string? Subject { get; }

    internal string? Session { get; }

    /// <summary>Arrival folder of a prearchive session to continue.</summary>
    internal string? Timestamp { get; }

    internal string? Folder { get; }

    internal bool HasDest { get; }

    internal bool ToArchive { get; }

    internal bool ToPrearchive { get; }

    internal string? Overwrite { get; }

    internal bool OverwriteFiles { get; }

    internal bool? AutoArchive { get; }

    /// <summary>Files are named from their content instead of as they were sent.</summary>
    internal bool Rename { get; }

    internal bool PreventAnon { get; }

    /// <summary>Written into the archive's own area as files come; handlers that take objects one by one only.</summary>
    internal bool Direct { get; }

    internal bool PreventAutoCommit { get; }

    /// <summary>The session is built when everything is in.</summary>
    internal bool Commit { get; }

    internal bool IgnoreUnparsable { get; }

    internal bool Quarantine { get; }

    internal string? Source { get; }

    internal string? Visit { get; }

    internal string? Protocol { get; }

    internal string? TimeZone { get; }

    internal string? PrearchiveCode { get; }

    internal string CallingAETitle { get; }

    internal static ImportParameters Of(LegacyCall call) => new(call);
}

namespace XnatTools.Sandbox.Anonymization;

/// <summary>What a script made of a file.</summary>
internal enum ScriptOutcome
{
    /// <summary>It went through.</summary>
    Done,

    /// <summary>The script rejected the object.</summary>
    Rejected,

    /// <summary>The script, or the file, is at fault; the file is as it was.</summary>
    Failed,
}

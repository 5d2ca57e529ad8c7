namespace XnatTools.Client;

/// <summary>What the import service is told beside the objects.</summary>
public sealed class ImportParameters
{
    /// <summary>Project by id.</summary>
    public string Project { get; init; } = "";

    /// <summary>Subject label.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Session label.</summary>
    public string Session { get; init; } = "";

    /// <summary>
    /// True when the sender has de-identified the objects with the scripts in force: the server then runs neither the site's script
    /// on receipt nor the project's at archiving.
    /// </summary>
    public bool PreventAnonymization { get; init; }

    /// <summary>Marks the session; "uploader" keeps the server from building it before its commit.</summary>
    public string Source { get; init; } = "uploader";

    internal void AddTo(XnatRequest request) => request
        .With("PROJECT_ID", Project)
        .With("SUBJECT_ID", Subject)
        .With("EXPT_LABEL", Session)
        .With("overwrite", "none")
        .With("rename", "true")
        .With("prevent_anon", PreventAnonymization ? "true" : null)
        .With("prevent_auto_commit", "true")
        .With("SOURCE", Source);
}

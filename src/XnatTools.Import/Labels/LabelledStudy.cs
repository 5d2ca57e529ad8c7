namespace XnatTools.Import.Labels;

/// <summary>A study with its new labels, or with the reason why it got none.</summary>
public sealed class LabelledStudy
{
    internal LabelledStudy(PacsStudy study, XnatException? error)
    {
        Study = study;
        Error = error;
    }

    /// <summary>The study; with its old labels when there is an error.</summary>
    public PacsStudy Study { get; }

    /// <summary>Why it was not labelled; null when it was.</summary>
    public XnatException? Error { get; }
}

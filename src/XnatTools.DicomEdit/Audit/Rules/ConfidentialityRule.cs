namespace XnatTools.DicomEdit.Audit;

/// <summary>What Table E.1-1 asks of one attribute.</summary>
public readonly struct ConfidentialityRule
{
    internal ConfidentialityRule(ActionCodes codes, string text, IdentityOptions option)
    {
        Codes = codes;
        Text = text;
        Option = option;
    }

    /// <summary>The codes; several where the object decides.</summary>
    public ActionCodes Codes { get; }

    /// <summary>The codes as the table writes them, with the option they come from.</summary>
    public string Text { get; }

    /// <summary>The option that replaced the Basic Profile's code, or none.</summary>
    public IdentityOptions Option { get; }

    /// <summary>Nothing but removal will do.</summary>
    public bool MustGo => Codes == ActionCodes.Remove;

    /// <summary>Tells whether a code is among them.</summary>
    public bool Has(ActionCodes code) => (Codes & code) != 0;
}

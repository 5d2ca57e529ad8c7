namespace XnatTools;

/// <summary>The rules that an audit holds headers against.</summary>
public enum IdentityProfile
{
    /// <summary>The Basic Application Level Confidentiality Profile of PS3.15 Annex E, without options.</summary>
    Basic,

    /// <summary>Basic with modified dates and patient characteristics kept, and UIDs of instances and references to them as they were.</summary>
    ShiftedDates,
}

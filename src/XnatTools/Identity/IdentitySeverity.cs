namespace XnatTools;

/// <summary>Weight of a finding of the de-identification audit.</summary>
public enum IdentitySeverity
{
    /// <summary>Worth knowing; nothing identifying.</summary>
    Information,

    /// <summary>A person has to look at it.</summary>
    Review,

    /// <summary>Identifying or likely to be.</summary>
    High,

    /// <summary>Must not leave the house.</summary>
    Blocking,
}

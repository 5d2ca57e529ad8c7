namespace XnatTools;

/// <summary>One risk that the de-identification audit found: where, why and how heavy. Without the value, unless it was asked for.</summary>
public sealed class IdentityFinding
{
    /// <summary>Weight.</summary>
    public IdentitySeverity Severity { get; internal init; }

    /// <summary>What was found, one word for scripts: KnownIdentifier, Attribute, Private, Date, Uid, NhsNumber, Postcode, Pixels ...</summary>
    public string Kind { get; internal init; } = "";

    /// <summary>(gggg,eeee), or a path such as (0008,1140)[0].(0008,1150); empty for the object as a whole.</summary>
    public string Tag { get; internal init; } = "";

    /// <summary>PS3.6 keyword of the element, or the creator of a private block in braces.</summary>
    public string? Keyword { get; internal init; }

    /// <summary>Value representation, such as LO.</summary>
    public string? VR { get; internal init; }

    /// <summary>Why, without a value.</summary>
    public string Reason { get; internal init; } = "";

    /// <summary>The rule: a code of PS3.15 Table E.1-1 with its option, or null.</summary>
    public string? Rule { get; internal init; }

    /// <summary>Number of files of the scan in which it is.</summary>
    public int Files { get; internal init; } = 1;

    /// <summary>Position in the command of the first of them, from 1.</summary>
    public int Position { get; internal init; }

    /// <summary>The first of them, or the session at the server. Its name may identify a patient.</summary>
    public string? Source { get; internal init; }

    /// <summary>The value, only when it was asked for. May identify a patient.</summary>
    public string? Value { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Severity}: {(Tag.Length == 0 ? Kind : Tag)}";
}

namespace XnatTools.DicomEdit;

internal delegate object? FunctionBody(Run run, Arguments arguments);

/// <summary>What a function takes and does.</summary>
internal sealed class FunctionInfo(string name, int least, int most, bool isVoid, FunctionBody body)
{
    public string Name { get; } = name;

    /// <summary>Fewest arguments.</summary>
    public int Least { get; } = least;

    /// <summary>Most arguments; more are refused.</summary>
    public int Most { get; } = most;

    /// <summary>Gives no value.</summary>
    public bool IsVoid { get; } = isVoid;

    /// <summary>Takes paths to many elements, and lists of them.</summary>
    public bool TakesPaths { get; } = name is "hashUIDList" or "mapReferencedUIDs" or "shiftDateTimeSequenceByIncrement" or "shiftDateTimeListByIncrement"
        or "removeTags" or "retainPrivateTags" or "blankValues" or "collectValues" or "isPresent";

    public FunctionBody Body { get; } = body;
}

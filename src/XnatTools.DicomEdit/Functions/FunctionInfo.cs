namespace XnatTools.DicomEdit;

internal delegate object? FunctionBody(Run run, Arguments arguments);

/// <summary>What a function takes and does.</summary>
internal sealed class FunctionInfo(string name, int least, int most, bool isVoid, FunctionBody body)
{
    public readonly string Name = name;

    /// <summary>Fewest arguments.</summary>
    public readonly int Least = least;

    /// <summary>Most arguments; more are refused.</summary>
    public readonly int Most = most;

    /// <summary>Gives no value.</summary>
    public readonly bool IsVoid = isVoid;

    /// <summary>Takes paths to many elements, and lists of them.</summary>
    public readonly bool TakesPaths = name is "hashUIDList" or "mapReferencedUIDs" or "shiftDateTimeSequenceByIncrement" or "shiftDateTimeListByIncrement"
        or "removeTags" or "retainPrivateTags" or "blankValues" or "collectValues" or "isPresent";

    public readonly FunctionBody Body = body;
}

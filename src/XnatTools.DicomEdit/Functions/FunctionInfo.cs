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

    public FunctionBody Body { get; } = body;
}

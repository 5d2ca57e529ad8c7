namespace XnatTools;

/// <summary>How objects come.</summary>
public enum ReceiveMethod
{
    /// <summary>C-GET where the node allows it, else C-MOVE.</summary>
    Auto,

    /// <summary>C-GET: over the association that asks.</summary>
    Get,

    /// <summary>C-MOVE: to a receiver of ours, which the node must know.</summary>
    Move,
}

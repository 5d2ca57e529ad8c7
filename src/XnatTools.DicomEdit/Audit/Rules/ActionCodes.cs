using System;

namespace XnatTools.DicomEdit.Audit;

/// <summary>Action codes of PS3.15 Table E.1-1; several where the choice depends on the object.</summary>
[Flags]
public enum ActionCodes
{
    /// <summary>No row.</summary>
    None = 0,

    /// <summary>Replace with a dummy.</summary>
    Dummy = 1,

    /// <summary>Replace with nothing, or a dummy.</summary>
    Zero = 2,

    /// <summary>Remove.</summary>
    Remove = 4,

    /// <summary>Keep.</summary>
    Keep = 8,

    /// <summary>Clean: values that cannot identify, with the sense kept.</summary>
    Clean = 16,

    /// <summary>Replace with a new UID.</summary>
    Uid = 32,
}

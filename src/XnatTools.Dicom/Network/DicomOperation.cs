namespace XnatTools.Dicom;

/// <summary>The composite operations (PS3.7 9.1); some statuses mean something else in each.</summary>
public enum DicomOperation
{
    /// <summary>C-ECHO.</summary>
    Echo,

    /// <summary>C-STORE.</summary>
    Store,

    /// <summary>C-FIND.</summary>
    Find,

    /// <summary>C-MOVE.</summary>
    Move,

    /// <summary>C-GET.</summary>
    Get,
}

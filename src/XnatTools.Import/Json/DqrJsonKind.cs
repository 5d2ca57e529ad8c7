namespace XnatTools.Import.Json;

/// <summary>What a JSON file of the DQR plugin is.</summary>
public enum DqrJsonKind
{
    /// <summary>A list of studies.</summary>
    StudyList,

    /// <summary>The answer of a CSV query: rows with criteria, relabel map and studies.</summary>
    BatchAnswer,

    /// <summary>A request to import.</summary>
    ImportRequest,
}

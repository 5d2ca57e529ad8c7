using System.Collections.Generic;

namespace XnatTools.Sandbox.Dqr;

/// <summary>One line of an uploaded CSV file as the plugin understood it.</summary>
internal sealed record DqrCsvRow(int Ordinal, PacsCriteria Criteria, IReadOnlyDictionary<string, string> RelabelMap);

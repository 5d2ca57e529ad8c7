using System;
using System.IO;
using XnatTools.Import.Ledger;

namespace XnatTools.Commands;

/// <summary>Where ledgers and the key of their identifiers lie when nobody says otherwise.</summary>
internal static class LedgerChoice
{
    internal const string Extension = ".ledger.jsonl";

    /// <summary>The current user's key: DPAPI on Windows, elsewhere a file in the user's application data.</summary>
    internal static IKeyProtector Keys { get; } = UserKeys.For(Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "XnatTools", "ledger.key"));

    /// <summary>The ledger beside a CSV file: cohort.csv has cohort.ledger.jsonl.</summary>
    /// <param name="csv">A full path.</param>
    internal static string Beside(string csv) => Path.Combine(Path.GetDirectoryName(csv) ?? "", Path.GetFileNameWithoutExtension(csv) + Extension);

    /// <summary>The ledger of a job without a file of its own.</summary>
    /// <param name="folder">A full path.</param>
    /// <param name="jobId">Name of the job.</param>
    internal static string In(string folder, string jobId) => Path.Combine(folder, jobId + Extension);

    /// <summary>The ledger meant by a path that may be the CSV file's: whoever says cohort.csv means its ledger.</summary>
    /// <param name="path">A full path.</param>
    internal static string Of(string path) =>
        path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? Beside(path) : path;
}

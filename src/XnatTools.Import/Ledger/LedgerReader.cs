using System;
using System.IO;
using System.Text.Json;

namespace XnatTools.Import.Ledger;

/// <summary>Reads ledgers, also while another process writes to them.</summary>
public static class LedgerReader
{
    /// <summary>
    /// Reads a ledger without a lock. A last line that was not written to its end is dropped; a line that was changed is an error
    /// that names it. Without the means to unwrap the key, identifiers stay null.
    /// </summary>
    public static LedgerState Load(string path, IKeyProtector? keys = null, ILedgerStore? store = null)
    {
        store ??= DiskLedgerStore.Instance;
        try
        {
            using Stream stream = store.OpenRead(path);
            using LedgerScan scan = new(keys);
            scan.Read(stream);
            return scan.State;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new XnatException(XnatErrorCode.LedgerNotFound, "There is no such ledger.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new XnatException(XnatErrorCode.LedgerUnusable, "The ledger cannot be read.", error);
        }
    }
}

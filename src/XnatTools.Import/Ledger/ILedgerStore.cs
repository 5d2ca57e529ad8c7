using System;
using System.IO;

namespace XnatTools.Import.Ledger;

/// <summary>Where ledgers lie. The disk; something in memory, or that breaks, in tests.</summary>
public interface ILedgerStore
{
    /// <summary>Whether a ledger is there.</summary>
    bool Exists(string path);

    /// <summary>A new file for reading and writing that others may read; fails when it exists.</summary>
    Stream Create(string path);

    /// <summary>An existing file for reading and writing that others may read.</summary>
    Stream OpenWrite(string path);

    /// <summary>An existing file for reading while somebody may write.</summary>
    Stream OpenRead(string path);

    /// <summary>Returns when what was written is on the disk.</summary>
    void Flush(Stream stream);

    /// <summary>The right to write to the ledger, freed by disposing or the end of the process; null when somebody has it.</summary>
    IDisposable? Lock(string path);

    /// <summary>Whether somebody has that right now. Asking takes it from nobody, and is in the way of nobody who takes it.</summary>
    bool IsLocked(string path);

    /// <summary>Whether somebody asks the campaign to stop.</summary>
    bool IsStopAsked(string path);

    /// <summary>Asks the campaign to stop, or takes that back.</summary>
    void AskStop(string path, bool stop);
}

namespace XnatTools.Import.Ledger;

/// <summary>Protects the key of a ledger's identifiers for the current user.</summary>
public interface IKeyProtector
{
    /// <summary>Its name in the ledger.</summary>
    string Name { get; }

    /// <summary>The key in a form that only the current user can turn back.</summary>
    byte[] Wrap(byte[] key);

    /// <summary>The key again; null when this user, or this computer, cannot.</summary>
    byte[]? Unwrap(byte[] wrapped);
}

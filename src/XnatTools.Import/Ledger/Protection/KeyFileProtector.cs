using System;
using System.IO;
using System.Security.Cryptography;

namespace XnatTools.Import.Ledger;

/// <summary>Protects with a random key in a file that only its owner can read. For systems without DPAPI.</summary>
public sealed class KeyFileProtector : IKeyProtector
{
    private const int KeyLength = 32;

    private readonly string _path;

    /// <param name="path">The key file; made when it is first needed.</param>
    public KeyFileProtector(string path) => _path = path ?? throw new ArgumentNullException(nameof(path));

    /// <inheritdoc/>
    public string Name => "keyfile";

    /// <inheritdoc/>
    public byte[] Wrap(byte[] key)
    {
        using IdentifierVault vault = new(Read() ?? Make());
        return vault.Seal(key);
    }

    /// <inheritdoc/>
    public byte[]? Unwrap(byte[] wrapped)
    {
        if (Read() is not byte[] own)
        {
            return null;
        }

        using IdentifierVault vault = new(own);
        return vault.Open(wrapped);
    }

    private byte[]? Read()
    {
        try
        {
            if (!File.Exists(_path))
            {
                return null;
            }

            OwnerOnly.Require(_path);
            byte[] key = File.ReadAllBytes(_path);
            return key.Length == KeyLength ? key : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private byte[] Make()
    {
        byte[] key = new byte[KeyLength];
        using (RandomNumberGenerator random = RandomNumberGenerator.Create())
        {
            random.GetBytes(key);
        }

        try
        {
            OwnerOnly.CreateFolder(Path.GetDirectoryName(_path)!);

            // Written aside and moved, so that a reader never sees half a key and the first of two writers wins.
            string aside = _path + "." + Guid.NewGuid().ToString("N").Substring(0, 8);
            using (FileStream stream = OwnerOnly.Create(aside))
            {
                stream.Write(key, 0, key.Length);
                stream.Flush(true);
            }

            try
            {
                File.Move(aside, _path);
                return key;
            }
            catch (IOException)
            {
                File.Delete(aside);
                return Read() ?? throw Unusable(null);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(error);
        }
    }

    private static XnatException Unusable(Exception? error) =>
        new(XnatErrorCode.FileWriteFailed, "The key file that protects identifiers in ledgers cannot be read or written.", error);
}

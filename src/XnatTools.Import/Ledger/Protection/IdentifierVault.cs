using System;
using System.Security.Cryptography;

namespace XnatTools.Import.Ledger;

/// <summary>
/// Encrypts and then authenticates: AES-256-CBC and HMAC-SHA256, each with a key of its own derived from one secret. (.NET
/// Framework has no AES-GCM, and both frameworks must read one file.)
/// </summary>
internal sealed class IdentifierVault : IDisposable
{
    private const int IvLength = 16;
    private const int TagLength = 32;

    private readonly Aes _aes;
    private readonly HMACSHA256 _hmac;

    public IdentifierVault(byte[] secret)
    {
        _aes = Aes.Create();
        _aes.Mode = CipherMode.CBC;
        _aes.Padding = PaddingMode.PKCS7;
        _aes.Key = Derive(secret, 1);
        _hmac = new HMACSHA256(Derive(secret, 2));
    }

    /// <summary>A new secret.</summary>
    public static byte[] NewSecret()
    {
        byte[] secret = new byte[32];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(secret);
        return secret;
    }

    /// <summary>Initialisation vector, cipher text, tag.</summary>
    public byte[] Seal(byte[] plain)
    {
        _aes.GenerateIV();
        using ICryptoTransform encryptor = _aes.CreateEncryptor();
        byte[] cipher = encryptor.TransformFinalBlock(plain, 0, plain.Length);
        byte[] result = new byte[IvLength + cipher.Length + TagLength];
        Buffer.BlockCopy(_aes.IV, 0, result, 0, IvLength);
        Buffer.BlockCopy(cipher, 0, result, IvLength, cipher.Length);
        byte[] tag = _hmac.ComputeHash(result, 0, IvLength + cipher.Length);
        Buffer.BlockCopy(tag, 0, result, IvLength + cipher.Length, TagLength);
        return result;
    }

    /// <summary>The plain text; null when the secret is another one or the text was changed.</summary>
    public byte[]? Open(byte[] data)
    {
        int length = data.Length - IvLength - TagLength;
        if (length <= 0 || length % 16 != 0)
        {
            return null;
        }

        byte[] tag = _hmac.ComputeHash(data, 0, IvLength + length);
        int difference = 0;
        for (int i = 0; i < TagLength; i++)
        {
            difference |= tag[i] ^ data[IvLength + length + i];
        }

        if (difference != 0)
        {
            return null;
        }

        byte[] iv = new byte[IvLength];
        Buffer.BlockCopy(data, 0, iv, 0, IvLength);
        using ICryptoTransform decryptor = _aes.CreateDecryptor(_aes.Key, iv);
        return decryptor.TransformFinalBlock(data, IvLength, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _aes.Dispose();
        _hmac.Dispose();
    }

    private static byte[] Derive(byte[] secret, byte purpose)
    {
        using HMACSHA256 hmac = new(secret);
        return hmac.ComputeHash([purpose]);
    }
}

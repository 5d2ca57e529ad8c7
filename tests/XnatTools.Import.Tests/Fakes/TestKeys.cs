using XnatTools.Import.Ledger;

namespace XnatTools.Import.Tests.Fakes;

/// <summary>A key protector that keeps a key as it is under a user's name; another name cannot unwrap it.</summary>
internal sealed class TestKeys(byte user = 1) : IKeyProtector
{
    public string Name => "test";

    public byte[] Wrap(byte[] key) => [user, .. key];

    public byte[]? Unwrap(byte[] wrapped) => wrapped[0] == user ? wrapped[1..] : null;
}

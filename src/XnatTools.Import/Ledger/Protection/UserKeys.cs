using System.Runtime.InteropServices;

namespace XnatTools.Import.Ledger;

/// <summary>The protection that fits the system: DPAPI on Windows, a key file of the owner's elsewhere.</summary>
public static class UserKeys
{
    /// <param name="keyFile">Where the key file lies on systems without DPAPI.</param>
    public static IKeyProtector For(string keyFile)
    {
#if NET
        if (System.OperatingSystem.IsWindows())
#else
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
#endif
        {
            return new DpapiProtector();
        }

        return new KeyFileProtector(keyFile);
    }
}

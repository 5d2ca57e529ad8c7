using System;
using System.IO;
#if NETFRAMEWORK
using System.Runtime.InteropServices;
#endif
using System.Security.AccessControl;
using System.Security.Principal;

namespace XnatTools.Import.Ledger;

/// <summary>Files and folders that only their owner can read.</summary>
internal static class OwnerOnly
{
    /// <summary>A new file, open for writing and shared for reading; never readable by others, not even for a moment.</summary>
    public static FileStream Create(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Read,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }

        return new FileInfo(path).Create(FileMode.CreateNew, FileSystemRights.FullControl, FileShare.Read, 4096, FileOptions.None, Rules());
#else
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        }

        return new FileStream(path, FileMode.CreateNew, FileSystemRights.FullControl, FileShare.Read, 4096, FileOptions.None, Rules());
#endif
    }

    /// <summary>A folder for such files; one that exists stays as it is.</summary>
    public static void CreateFolder(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        // A user's own application folder is nobody else's on Windows; the files have rules of their own besides.
        Directory.CreateDirectory(path);
    }

    /// <summary>Takes other people's rights to a secret away, should they have any.</summary>
    public static void Require(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
#endif
    }

#if NET
    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
#endif
    private static FileSecurity Rules()
    {
        FileSecurity rules = new();
        rules.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        using WindowsIdentity user = WindowsIdentity.GetCurrent();
        rules.AddAccessRule(new FileSystemAccessRule(user.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return rules;
    }
}

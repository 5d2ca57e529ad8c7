using System;
using System.IO;
#if NETFRAMEWORK
using System.Runtime.InteropServices;
#endif

namespace XnatTools.DicomEdit.Protection;

/// <summary>Where a path leads to when links are followed: two names can be one folder.</summary>
public static class RealPath
{
    private const int MaximumLinks = 40;

    /// <summary>The full path without links, as far as it exists; the rest is added as it stands.</summary>
    public static string Of(string path) => Of(Path.GetFullPath(path ?? throw new ArgumentNullException(nameof(path))), 0);

    /// <summary>Tells whether a path is a folder or lies in it, both with links followed.</summary>
    public static bool IsWithin(string path, string folder) =>
        WithSeparator(path).StartsWith(WithSeparator(folder), StringComparison.OrdinalIgnoreCase);

    private static string WithSeparator(string path) => path.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;

    private static string Of(string path, int links)
    {
        string? parent = Path.GetDirectoryName(path);
        if (string.IsNullOrEmpty(parent) || links > MaximumLinks)
        {
            return path;
        }

        try
        {
            return LinkTarget(path) is { } target
                ? Of(Path.GetFullPath(target), links + 1)
                : Path.Combine(Of(parent!, links), Path.GetFileName(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

#if NETFRAMEWORK
    /// <summary>What a link of Windows leads to; null for what is none, or is not there.</summary>
    private static string? LinkTarget(string path)
    {
        if (!(File.Exists(path) || Directory.Exists(path)) || (File.GetAttributes(path) & FileAttributes.ReparsePoint) == 0
            || !RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return null;
        }

        const uint ForFolders = 0x02000000;
        IntPtr handle = CreateFile(path, 0, 7, IntPtr.Zero, 3, ForFolders, IntPtr.Zero);
        if (handle == new IntPtr(-1))
        {
            return null;
        }

        try
        {
            char[] name = new char[4096];
            uint length = GetFinalPathNameByHandle(handle, name, (uint)name.Length, 0);
            if (length == 0 || length >= name.Length)
            {
                return null;
            }

            string text = new(name, 0, (int)length);
            string final = text.StartsWith(@"\\?\UNC\", StringComparison.OrdinalIgnoreCase) ? @"\\" + text.Substring(8)
                : text.StartsWith(@"\\?\", StringComparison.Ordinal) ? text.Substring(4) : text;

            // Files of a cloud folder are reparse points that lead nowhere else.
            return string.Equals(final, path, StringComparison.OrdinalIgnoreCase) ? null : final;
        }
        finally
        {
            CloseHandle(handle);
        }
    }

    [DllImport("kernel32.dll", SetLastError = true, CharSet = CharSet.Unicode, EntryPoint = "CreateFileW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern IntPtr CreateFile(string name, uint access, uint share, IntPtr security, uint creation, uint flags, IntPtr template);

    [DllImport("kernel32.dll", SetLastError = true, CharSet = CharSet.Unicode, EntryPoint = "GetFinalPathNameByHandleW")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern uint GetFinalPathNameByHandle(IntPtr handle, [Out] char[] name, uint length, uint flags);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern bool CloseHandle(IntPtr handle);
#else
    private static string? LinkTarget(string path)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        return info.LinkTarget is null ? null : info.ResolveLinkTarget(returnFinalTarget: false)?.FullName;
    }
#endif
}

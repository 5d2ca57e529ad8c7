using System;
using System.IO;

namespace XnatTools.Dicom;

/// <summary>A temporary file that is gone when it is closed.</summary>
internal static class TemporaryStream
{
    public static FileStream Create() => new(
        Path.Combine(Path.GetTempPath(), "xt" + Guid.NewGuid().ToString("N") + ".tmp"),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        81920,
        FileOptions.DeleteOnClose);
}

using System;
using System.IO;

namespace XnatTools.Sandbox.Core.Import;

/// <summary>An uploaded file on disk. A temporary one is removed at the end; one of the user's cache stays.</summary>
internal sealed class ImportFile(string path, string name, bool isTemporary) : IDisposable
{
    internal string Path { get; } = path;

    /// <summary>Name that the sender gave it; "" when none.</summary>
    internal string Name { get; } = name;

    public void Dispose()
    {
        if (isTemporary && File.Exists(Path))
        {
            File.Delete(Path);
        }
    }
}

using System;
using System.IO;
using XnatTools.Dicom;

namespace XnatTools.Upload;

/// <summary>A copy of an object with its labels in the headers, in a temporary file that goes with it.</summary>
public sealed class LabelledCopy : IDisposable
{
    private LabelledCopy(string path) => Path = path;

    /// <summary>The copy.</summary>
    public string Path { get; }

    /// <summary>Makes the copy; the original is only read.</summary>
    /// <exception cref="DicomException">The original cannot be read.</exception>
    public static LabelledCopy Make(LocalInstance instance, SessionLabels labels, string folder)
    {
        string path = System.IO.Path.Combine(folder, "xnattools-" + Guid.NewGuid().ToString("N") + ".dcm");
        using DicomFile file = DicomFile.Open(instance.Path);
        labels.Apply(file);
        file.Save(path);
        return new LabelledCopy(path);
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Path);
}

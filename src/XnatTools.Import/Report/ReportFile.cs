using System;
using System.IO;
using System.Text;
using XnatTools.Import.Ledger;

namespace XnatTools.Import.Report;

/// <summary>Writes a file of a report whole or not at all, readable by its owner only.</summary>
public static class ReportFile
{
    /// <summary>Writes a file; one of that name is an error unless it may be replaced.</summary>
    public static void Write(string path, bool replace, Action<TextWriter> write)
    {
        if (write is null)
        {
            throw new ArgumentNullException(nameof(write));
        }

        if (!replace && File.Exists(path))
        {
            throw new XnatException(XnatErrorCode.FileExists, $"There is a file '{Path.GetFileName(path)}' already.");
        }

        string making = path + ".tmp-" + Guid.NewGuid().ToString("N").Substring(0, 8);
        try
        {
            // A byte order mark, because spreadsheets take a file without one for ANSI.
            using (StreamWriter writer = new(OwnerOnly.Create(making), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
            {
                write(writer);
            }

            if (File.Exists(path))
            {
                File.Delete(path);
            }

            File.Move(making, path);
        }
        catch
        {
            File.Delete(making);
            throw;
        }
    }
}

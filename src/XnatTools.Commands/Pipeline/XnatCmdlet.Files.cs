using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using XnatTools.Import.Nodes;

namespace XnatTools.Commands;

/// <content>DICOM files by path. Their names may identify a patient: errors tell the position.</content>
public abstract partial class XnatCmdlet
{
    private int _files;

    /// <summary>Runs an action for each file that the paths name; what goes wrong with one is its error, and the next goes on.</summary>
    private protected void ForEachDicomFile(string[] paths, bool literal, Action<DicomFileItem> process)
    {
        foreach (string path in paths)
        {
            foreach (string file in FindDicomFiles(path, literal))
            {
                StopToken.ThrowIfCancellationRequested();
                DicomFileItem item = new() { Position = ++_files, Path = file };
                Guard(() => ProcessFile(item, process), item);
            }
        }
    }

    private static void ProcessFile(DicomFileItem item, Action<DicomFileItem> process)
    {
        if (Directory.Exists(item.Path))
        {
            throw new XnatException(XnatErrorCode.DicomFileNotFound, $"File {item.Position} is a folder.") { Advice = "Get-ChildItem -File -Recurse finds the files in it." };
        }

        try
        {
            process(item);
        }
        catch (Exception error) when (FileFaults.Name(error, item) is { } named)
        {
            throw named;
        }
    }

    private List<string> FindDicomFiles(string path, bool literal)
    {
        List<string> files = [];
        DicomFileItem target = new() { Position = _files + 1, Path = path };
        try
        {
            if (literal || !WildcardPattern.ContainsWildcardCharacters(path))
            {
                files.Add(ResolveLiteral(path));
                return files;
            }

            foreach (string found in SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider))
            {
                // What wildcards find besides files is not meant.
                if (provider.Name == "FileSystem" && File.Exists(found))
                {
                    files.Add(found);
                }
            }
        }
        catch (Exception error) when (error is XnatException or DirectoryNotFoundException || (error is RuntimeException and not PipelineStoppedException))
        {
            // The engine's own words would repeat the path.
        }

        if (files.Count == 0)
        {
            _files++;
            ReportRow(new XnatException(XnatErrorCode.DicomFileNotFound, $"File {target.Position}: nothing is found under that path."), target);
        }

        return files;
    }
}

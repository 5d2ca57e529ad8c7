using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.DicomEdit.Protection;

namespace XnatTools.Commands;

/// <summary>A cmdlet that takes files and folders, and works on several at a time.</summary>
public abstract class DicomTreeCmdlet : XnatCmdlet
{
    private protected const string ByPath = "Path";
    private protected const string ByLiteralPath = "LiteralPath";

    private protected DicomTreeCmdlet()
    {
    }

    /// <summary>DICOM files, or folders of them; wildcards name several.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>DICOM files, or folders of them, taken as they stand.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Take files of folders in folders too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Files worked on at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = Math.Min(4, Environment.ProcessorCount);

    /// <summary>What was given so far.</summary>
    private protected List<TreeFile> Files { get; } = [];

    /// <summary>Folders that were given, with full paths.</summary>
    private protected List<string> Folders { get; } = [];

    /// <summary>Takes the paths of one pipeline object.</summary>
    private protected void Collect()
    {
        bool literal = ParameterSetName == ByLiteralPath;
        foreach (string path in literal ? LiteralPath : Path)
        {
            foreach (string found in Find(path, literal))
            {
                StopToken.ThrowIfCancellationRequested();
                Add(found);
            }
        }
    }

    /// <summary>Works on files, several at a time; what comes out is written in the order in which it is ready.</summary>
    private protected void InParallel<T>(IReadOnlyList<TreeFile> files, Func<TreeFile, CancellationToken, T> work, Action<TreeFile, T> write)
    {
        int next = -1;
        Run((pump, token) => Task.WhenAll(Enumerable.Range(0, Math.Min(ThrottleLimit, Math.Max(1, files.Count))).Select(_ => Task.Run(
            async () =>
            {
                int index;
                while ((index = Interlocked.Increment(ref next)) < files.Count)
                {
                    token.ThrowIfCancellationRequested();
                    TreeFile file = files[index];
                    T result = work(file, token);
                    await pump.PostAsync(() => write(file, result)).ConfigureAwait(false);
                }
            },
            token))));
    }

    /// <summary>Ends the pipeline with an error.</summary>
    private protected XnatException EndWith(XnatErrorCode code, string message)
    {
        XnatException error = new(code, message);
        ThrowTerminatingError(XnatErrors.ToRecord(error, null));
        return error;
    }

    /// <summary>The lines of a text file that the user named.</summary>
    private protected string ReadText(string path, string parameter)
    {
        try
        {
            return TextFile.Read(ResolveLiteral(path));
        }
        catch (DecoderFallbackException)
        {
            throw EndWith(XnatErrorCode.ArgumentInvalid, $"The file of -{parameter} is not UTF-8 text: save it as UTF-8.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw EndWith(XnatErrorCode.ArgumentInvalid, $"The file of -{parameter} cannot be read.");
        }
    }

    private void Add(string path)
    {
        if (!Directory.Exists(path))
        {
            Files.Add(new TreeFile(Files.Count + 1, path, System.IO.Path.GetFileName(path), false));
            return;
        }

        Folders.Add(path);
        string root = path.TrimEnd(System.IO.Path.DirectorySeparatorChar, System.IO.Path.AltDirectorySeparatorChar);
        List<string> found = FilesOf(path);
        found.Sort(StringComparer.Ordinal);
        foreach (string file in found)
        {
            string name = file.Substring(root.Length).TrimStart(System.IO.Path.DirectorySeparatorChar, System.IO.Path.AltDirectorySeparatorChar);
            if (System.IO.Path.GetFileName(file) != ProtectionState.FileName)
            {
                Files.Add(new TreeFile(Files.Count + 1, file, name, true));
            }
        }
    }

    /// <summary>Files of a folder and, with -Recurse, below it. Links to folders are not followed: they may lead in a circle.</summary>
    private List<string> FilesOf(string folder)
    {
        List<string> files = [];
        Stack<string> open = new([folder]);
        int links = 0;
        while (open.Count > 0)
        {
            StopToken.ThrowIfCancellationRequested();
            string next = open.Pop();
            try
            {
                files.AddRange(Directory.GetFiles(next));
                foreach (DirectoryInfo below in Recurse ? new DirectoryInfo(next).GetDirectories() : [])
                {
                    bool isLink = (below.Attributes & FileAttributes.ReparsePoint) != 0;
                    links += isLink ? 1 : 0;
                    if (!isLink)
                    {
                        open.Push(System.IO.Path.Combine(next, below.Name));
                    }
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                DicomFileItem target = new() { Position = Files.Count + 1, Path = next };
                ReportRow(new XnatException(XnatErrorCode.DicomFileUnreadable, "A folder cannot be read: what is in it is left out."), target);
            }
        }

        if (links > 0)
        {
            WriteWarning($"{links} links to folders are not followed: name what they lead to, if it belongs here.");
        }

        return files;
    }

    private List<string> Find(string path, bool literal)
    {
        List<string> found = [];
        DicomFileItem target = new() { Position = Files.Count + 1, Path = path };
        try
        {
            if (literal || !WildcardPattern.ContainsWildcardCharacters(path))
            {
                string full = ResolveLiteral(path);
                if (File.Exists(full) || Directory.Exists(full))
                {
                    found.Add(full);
                }
            }
            else
            {
                foreach (string match in SessionState.Path.GetResolvedProviderPathFromPSPath(path, out ProviderInfo provider))
                {
                    if (provider.Name == "FileSystem")
                    {
                        found.Add(match);
                    }
                }
            }
        }
        catch (Exception error) when (error is XnatException or IOException || (error is RuntimeException and not PipelineStoppedException))
        {
            // The engine's own words would repeat the path.
        }

        if (found.Count == 0)
        {
            ReportRow(new XnatException(XnatErrorCode.DicomFileNotFound, $"File {target.Position}: nothing is found under that path."), target);
        }

        return found;
    }

    /// <summary>A file with its name under the folder that was given.</summary>
    private protected sealed class TreeFile(int position, string path, string relative, bool fromFolder)
    {
        public int Position { get; } = position;

        public string Path { get; } = path;

        public string Relative { get; } = relative;

        /// <summary>It was found in a folder and not named itself.</summary>
        public bool FromFolder { get; } = fromFolder;
    }
}

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using XnatTools.Dicom;
using XnatTools.DicomEdit.Pixels;

namespace XnatTools.DicomEdit.Protection;

/// <summary>
/// De-identifies files: reads one, runs the scripts in memory, writes another. Pixel data are copied, not held. Nothing is
/// written unless everything went well. Safe for several threads.
/// </summary>
public sealed partial class FileProtector
{
    private readonly ProtectionOptions _options;
    private readonly ProtectionState? _state;
    private readonly string _destination;
    private readonly string _realDestination;
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);
    private readonly DicomUidMap _uids = new();
    private readonly DicomUidMap _references = new();
    private readonly ConcurrentDictionary<string, int> _names;
    private readonly RectangleScripts _rectangles = new();

    /// <summary>A protector that writes into a folder.</summary>
    /// <param name="options">How.</param>
    /// <param name="destination">The folder.</param>
    /// <param name="state">What earlier runs did there; null when nothing is remembered.</param>
    /// <exception cref="XnatException">A variable has no value.</exception>
    public FileProtector(ProtectionOptions options, string destination, ProtectionState? state = null)
    {
        _options = options ?? throw new ArgumentNullException(nameof(options));
        _destination = Path.GetFullPath(destination ?? throw new ArgumentNullException(nameof(destination)));
        _realDestination = RealPath.Of(_destination);
        _state = state;
        state?.Attach(_uids, "uid");
        state?.Attach(_references, "reference");

        // Two names that differ in case only are one file on Windows.
        _names = new ConcurrentDictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (string name in options.Chain.ExternalVariables)
        {
            bool given = false;
            foreach (string key in options.Variables.Keys)
            {
                given |= string.Equals(key, name, StringComparison.OrdinalIgnoreCase);
            }

            if (!given)
            {
                throw new XnatException(XnatErrorCode.ArgumentInvalid, $"The scripts need a value for the variable {name}: give it with -Variable, -Project, -Subject or -Session.");
            }
        }
    }

    /// <summary>De-identifies a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="relative">Its path under the folder that was given.</param>
    /// <param name="position">Position in the command, from 1.</param>
    /// <param name="cancellationToken">Stops before the next step.</param>
    public DicomProtectResult Protect(string source, string relative, int position, CancellationToken cancellationToken = default)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Draft draft = new(source, position);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            string key = ProtectionState.Key("source", relative ?? throw new ArgumentNullException(nameof(relative)));
            draft.SourceLength = new FileInfo(source).Length;
            if (IsDone(key, draft))
            {
                return draft.ToResult(watch.Elapsed);
            }

            using DicomFile file = DicomFile.Open(source);
            draft.SourceHeaderHash = FileHash.OfHeader(file);
            PixelMask mask = new(file.TransferSyntaxUid);
            if (Edit(file, mask, draft))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Write(file, mask, relative, key, draft);
            }
        }
        catch (Exception error) when (Name(error, draft))
        {
            // It is in the draft.
        }

        return draft.ToResult(watch.Elapsed);
    }

    /// <summary>Says what would be changed, and writes nothing.</summary>
    /// <param name="source">The file.</param>
    /// <param name="position">Position in the command, from 1.</param>
    /// <param name="differences">Takes what would be changed.</param>
    /// <param name="engineFaults">Takes the faults of XNAT's engine that were repeated, with scripts that are read exactly.</param>
    public DicomProtectResult Preview(string source, int position, List<DicomHeaderDifference> differences, List<string>? engineFaults = null)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Draft draft = new(source, position);
        try
        {
            draft.SourceLength = new FileInfo(source).Length;
            using DicomFile before = DicomFile.Open(source);
            using DicomFile file = DicomFile.Open(source);
            if (Edit(file, new PixelMask(file.TransferSyntaxUid), draft))
            {
                (differences ?? throw new ArgumentNullException(nameof(differences))).AddRange(HeaderComparison.Compare(before, file, false, source, source));
            }
        }
        catch (Exception error) when (Name(error, draft))
        {
            // It is in the draft.
        }

        engineFaults?.AddRange(draft.EngineFaults);
        return draft.ToResult(watch.Elapsed);
    }

    private bool Edit(DicomFile file, PixelMask mask, Draft draft)
    {
        if (WhyNot(file) is { } reason)
        {
            draft.Fail(XnatErrorCode.DicomInvalid, reason);
            return false;
        }

        // By the header as it came: scripts take away what tells one machine from another.
        IReadOnlyList<DicomPixelRegion> regions = _options.Rectangles?.Find(file.Dataset) ?? [];
        DicomEditContext context = new(_options.Variables)
        {
            Lookup = _options.Lookup,
            UidMap = _uids,
            ReferencedUidMap = _references,
            PixelEditor = mask.Edit,
            UrlFetcher = _options.UrlFetcher,
        };
        DicomEditResult result = _options.Chain.Apply(file, context);
        if (!draft.Take(result, _options.Chain.Scripts.Count))
        {
            return false;
        }

        if (regions.Count > 0 && !draft.Take(_rectangles.For(regions).Apply(file, context), 0))
        {
            return false;
        }

        if (_options.Method is { } method)
        {
            Mark(file.Dataset, method);
        }

        if (mask.IconRemoved)
        {
            draft.Reason = "The small picture (0088,0200) was taken away, since it showed what was blacked out.";
        }

        return true;
    }

    /// <summary>A file that a script cannot be held to have seen whole must not go out.</summary>
    private static string? WhyNot(DicomFile file)
    {
        if (file.Dataset.Contains(DicomTags.DirectoryRecordSequence))
        {
            return "It is a directory of a medium (DICOMDIR), which carries names and is of no use elsewhere.";
        }

        foreach (DicomFinding finding in file.Findings)
        {
            if (finding.IsDamage || finding.Kind == DicomFindingKind.Limit)
            {
                return "The file is damaged or beyond the limits: what could not be read could not be de-identified.";
            }
        }

        return null;
    }

    private static void Mark(DicomDataset dataset, string method)
    {
        dataset.SetString(new DicomTag(0x00120062), "YES");
        List<string> methods = [.. dataset.GetStrings(new DicomTag(0x00120063))];
        if (!methods.Contains(method))
        {
            methods.Add(method);
        }

        dataset.SetString(new DicomTag(0x00120063), methods.ToArray());
    }

    private bool IsDone(string key, Draft draft)
    {
        if (_state?.FindSource(key) is not { } entry || entry.Fingerprint != _options.Fingerprint || _options.Force)
        {
            return false;
        }

        string path = Path.Combine(_destination, entry.Name.Replace('/', Path.DirectorySeparatorChar));
        if (!File.Exists(path) || !entry.Written.IsStill(path, _options.WithHashes) || !entry.Source.IsStill(draft.Source, _options.WithHashes))
        {
            return false;
        }

        _names[Path.GetFullPath(path)] = draft.Position;
        draft.AlreadyDone(path, entry);
        return true;
    }

    private static string Slashes(string name) => name.Replace('\\', '/');

    private static bool Name(Exception error, Draft draft)
    {
        switch (error)
        {
            case DicomException { Code: DicomErrorCode.NotDicom }:
                draft.NotDicom();
                return true;
            case DicomException dicom:
                draft.Fail(XnatErrorCode.DicomInvalid, dicom.Message);
                return true;
            case FileNotFoundException or DirectoryNotFoundException:
                draft.Fail(XnatErrorCode.DicomFileNotFound, "There is no such file.");
                return true;
            case UnauthorizedAccessException:
                draft.Fail(XnatErrorCode.DicomFileUnreadable, "The right to read it is missing.");
                return true;
            case IOException:
                draft.Fail(XnatErrorCode.DicomFileUnreadable, "It could not be read.");
                return true;
            default:
                return false;
        }
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;

namespace XnatTools.Upload;

/// <summary>
/// Finds the studies in files and folders. Each file is read to its end (pixel data are passed over, not loaded), so that half a
/// file is not taken for a whole one.
/// </summary>
public static class LocalScan
{
    /// <summary>Reads files on several threads; the result has a stable order.</summary>
    /// <param name="files">Files, such as those of <see cref="FilesOf"/>.</param>
    /// <param name="threads">Files read at a time, 1 to 64.</param>
    /// <param name="cancellationToken">Ends the scan.</param>
    public static LocalScanResult Read(IEnumerable<string> files, int threads, CancellationToken cancellationToken)
    {
        string[] paths = files.ToArray();
        Found[] found = new Found[paths.Length];
        ParallelOptions options = new() { MaxDegreeOfParallelism = Math.Min(Math.Max(1, threads), 64), CancellationToken = cancellationToken };
        Parallel.For(0, paths.Length, options, i => found[i] = One(paths[i]));
        return Group(found);
    }

    /// <summary>The files of a folder and all below it, in a stable order; links to folders are not followed.</summary>
    public static IEnumerable<string> FilesOf(string folder)
    {
        Stack<DirectoryInfo> open = new([new DirectoryInfo(folder)]);
        while (open.Count > 0)
        {
            DirectoryInfo next = open.Pop();
            foreach (FileInfo file in next.EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal))
            {
                yield return file.FullName;
            }

            foreach (DirectoryInfo below in next.EnumerateDirectories().OrderByDescending(d => d.Name, StringComparer.Ordinal))
            {
                if ((below.Attributes & FileAttributes.ReparsePoint) == 0)
                {
                    open.Push(below);
                }
            }
        }
    }

    private static Found One(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (length == 0)
            {
                return Found.Left(path, XnatErrorCode.DicomInvalid, "The file is empty.", foreign: true);
            }

            using DicomFile file = DicomFile.Open(path);
            DicomDataset data = file.Dataset;
            string sopClass = data.GetString(DicomTags.SopClassUid) ?? file.Meta.GetString(DicomTags.MediaStorageSopClassUid) ?? "";
            string sopInstance = data.GetString(DicomTags.SopInstanceUid) ?? file.Meta.GetString(DicomTags.MediaStorageSopInstanceUid) ?? "";
            string study = data.GetString(DicomTags.StudyInstanceUid) ?? "";
            if (sopClass == DicomUids.MediaStorageDirectory)
            {
                return Found.Left(path, XnatErrorCode.DicomInvalid, "The file is a directory of a medium (DICOMDIR), not an object.", foreign: true);
            }

            if (file.IsDamaged)
            {
                return Found.Left(path, XnatErrorCode.DicomInvalid, "The file is damaged.", foreign: false);
            }

            if (sopClass.Length == 0 || sopInstance.Length == 0 || study.Length == 0)
            {
                return Found.Left(path, XnatErrorCode.DicomInvalid, "The file has no study, SOP class or SOP instance UID.", foreign: false);
            }

            return new Found
            {
                Study = study,
                Series = data.GetString(DicomTags.SeriesInstanceUid) ?? "",
                StudyDate = data.GetString(DicomTags.StudyDate),
                Modality = data.GetString(DicomTags.Modality),
                SeriesNumber = data.GetString(DicomTags.SeriesNumber),
                Instance = new LocalInstance { Path = path, SopInstanceUid = sopInstance, SopClassUid = sopClass, TransferSyntaxUid = file.TransferSyntaxUid, Length = length },
            };
        }
        catch (DicomException error)
        {
            return Found.Left(path, XnatErrorCode.DicomInvalid, error.Message, foreign: error.Code == DicomErrorCode.NotDicom);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Found.Left(path, XnatErrorCode.DicomFileUnreadable, "The file could not be read.", foreign: false);
        }
    }

    private static LocalScanResult Group(Found[] found)
    {
        List<LocalReject> rejected = [];
        List<LocalSession> sessions = [];
        int duplicates = 0;
        foreach (IGrouping<string, Found> study in found.Where(f => f.Instance is not null).GroupBy(f => f.Study, StringComparer.Ordinal))
        {
            Dictionary<string, LocalInstance> seen = new(StringComparer.Ordinal);
            List<LocalSeries> series = [];
            foreach (IGrouping<string, Found> group in study.GroupBy(f => f.Series, StringComparer.Ordinal))
            {
                List<LocalInstance> instances = [];
                foreach (LocalInstance instance in group.Select(f => f.Instance!))
                {
                    if (!seen.TryGetValue(instance.SopInstanceUid, out LocalInstance? first))
                    {
                        seen.Add(instance.SopInstanceUid, instance);
                        instances.Add(instance);
                    }
                    else if (first.Length == instance.Length)
                    {
                        duplicates++;
                    }
                    else
                    {
                        // Two files that differ and say they are the same object: one of them would be lost at the server.
                        rejected.Add(new LocalReject { Path = instance.Path, Code = XnatErrorCode.DicomInvalid.Id, Reason = "Another file of another size holds the same SOP instance." });
                    }
                }

                if (instances.Count > 0)
                {
                    series.Add(new LocalSeries { SeriesInstanceUid = group.Key, Modality = group.First().Modality, SeriesNumber = group.First().SeriesNumber, Instances = instances });
                }
            }

            sessions.Add(new LocalSession
            {
                StudyInstanceUid = study.Key,
                StudyDate = study.First().StudyDate,
                Modality = series.Select(s => s.Modality).OfType<string>().Distinct(StringComparer.Ordinal).ToArray(),
                Series = series,
                InstanceCount = seen.Count,
                Length = seen.Values.Sum(i => i.Length),
            });
        }

        rejected.InsertRange(0, found.Select(f => f.Reject).OfType<LocalReject>());
        return new LocalScanResult { Sessions = sessions, Rejected = rejected, Duplicates = duplicates };
    }

    private sealed class Found
    {
        public string Study { get; init; } = "";

        public string Series { get; init; } = "";

        public string? StudyDate { get; init; }

        public string? Modality { get; init; }

        public string? SeriesNumber { get; init; }

        public LocalInstance? Instance { get; init; }

        public LocalReject? Reject { get; init; }

        public static Found Left(string path, XnatErrorCode code, string reason, bool foreign) =>
            new() { Reject = new LocalReject { Path = path, Code = code.Id, Reason = reason, IsForeign = foreign } };
    }
}

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Import.Direct.Staging;

namespace XnatTools.Import.Direct.Receive;

/// <summary>
/// Takes every object that is sent to us, by whichever way, and lets into staging only whole ones of studies that are being
/// received, under names that are proven. Everything else is refused with a status and a named fault.
/// </summary>
internal sealed class Intake : IDisposable
{
    private readonly StagingFolder _staging;
    private readonly DiskWatch _disk;
    private readonly SemaphoreSlim _inFlight;
    private readonly TimeProvider _time;
    private readonly TimeSpan _long;
    private readonly ConcurrentDictionary<string, StudyFetch> _fetches = new(StringComparer.Ordinal);
    private int _busy;
    private int _taken;

    /// <param name="staging">Where to.</param>
    /// <param name="disk">Its disk.</param>
    /// <param name="options">Objects taken at once (further ones wait on the wire), and how long silence may last.</param>
    public Intake(StagingFolder staging, DiskWatch disk, ReceiveOptions options)
    {
        _staging = staging;
        _disk = disk;
        _inFlight = new SemaphoreSlim(options.InstancesInFlight, options.InstancesInFlight);
        _time = options.Pace.Time;
        TimeSpan silence = options.QuietTime < options.Profile.RetrieveTimeout ? options.QuietTime : options.Profile.RetrieveTimeout;
        _long = TimeSpan.FromTicks(silence.Ticks / 4);
    }

    /// <summary>Objects on their way in.</summary>
    public int Busy => Volatile.Read(ref _busy);

    /// <summary>Objects that are in staging or were there.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>From now on objects of this study are wanted.</summary>
    public void Expect(StudyFetch fetch) => _fetches[fetch.Study.StudyInstanceUid] = fetch;

    /// <summary>No longer.</summary>
    public void Forget(StudyFetch fetch) => _fetches.TryRemove(fetch.Study.StudyInstanceUid, out _);

    /// <summary>Counts a fault of no one study with every study under way.</summary>
    public void Blame(ReceiveFaultKind kind, string? detail)
    {
        foreach (KeyValuePair<string, StudyFetch> pair in _fetches)
        {
            pair.Value.Faults.Add(kind, detail);
        }
    }

    /// <summary>Takes an object.</summary>
    /// <param name="request">The object.</param>
    /// <param name="only">The one study it may belong to (C-GET); null for any that is under way.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DicomStatus> TakeAsync(DicomStoreRequest request, StudyFetch? only, CancellationToken cancellationToken)
    {
        only?.Touch();
        if (_disk.IsLow)
        {
            Refuse(only, null);
            return DicomStatus.OutOfResources;
        }

        if (!SafeName.IsUid(request.SopInstanceUid))
        {
            Count(only, ReceiveFaultKind.UnsafeUid, "the command names an instance by what is no UID");
            return new DicomStatus(0x0117);
        }

        string file = _staging.NewFile();
        bool isStaged = false;
        await _inFlight.WaitAsync(cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _busy);
        try
        {
            using (CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disk.Low))
            {
                await request.SaveAsync(file, new Arrival(this, only), stop.Token).ConfigureAwait(false);
            }

            return Judge(request, file, only, ref isStaged);
        }
        catch (DicomException) when (_disk.IsLow)
        {
            Refuse(only, null);
            throw;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Refuse(only, "the staging disk did not take an object");
            return DicomStatus.OutOfResources;
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
            _inFlight.Release();
            if (!isStaged)
            {
                Delete(file);
            }
        }
    }

    public void Dispose() => _inFlight.Dispose();

    private DicomStatus Judge(DicomStoreRequest request, string file, StudyFetch? only, ref bool isStaged)
    {
        StagedInstance? instance = StagedStudy.Inspect(file, out string? study, out string? trouble);
        StudyFetch? fetch = null;
        if (study is not null)
        {
            _fetches.TryGetValue(study, out fetch);
            if (fetch is null || (only is not null && !ReferenceEquals(fetch, only)))
            {
                Count(only, ReceiveFaultKind.StrangeStudy, null);
                return DicomStatus.NotAuthorized;
            }
        }

        if (instance is null)
        {
            Count(fetch ?? only, ReceiveFaultKind.Damaged, trouble);
            return DicomStatus.UnableToProcess;
        }

        if (!SafeName.IsUid(instance.SopInstanceUid))
        {
            Count(fetch, ReceiveFaultKind.UnsafeUid, "a data set names its instance by what is no UID");
            return new DicomStatus(0x0117);
        }

        if (instance.SopInstanceUid != request.SopInstanceUid)
        {
            Count(fetch, ReceiveFaultKind.UidMismatch, null);
            return DicomStatus.DatasetDoesNotMatchClass;
        }

        if (!fetch!.Wants(instance.SeriesInstanceUid))
        {
            fetch.Passed();
            fetch.Faults.Add(ReceiveFaultKind.SeriesNotAsked);
            return DicomStatus.Success;
        }

        StageResult result = fetch.Staged.Add(file, instance);
        isStaged = true;
        if (result == StageResult.Differs)
        {
            fetch.Faults.Add(ReceiveFaultKind.DuplicateDiffers);
            return new DicomStatus(0x0111);
        }

        Interlocked.Increment(ref _taken);
        if (!fetch.Arrived(instance.SopInstanceUid, result == StageResult.Stored))
        {
            fetch.Faults.Add(ReceiveFaultKind.Duplicate);
        }

        return DicomStatus.Success;
    }

    /// <summary>The disk takes no more, of whichever study.</summary>
    private void Refuse(StudyFetch? only, string? detail)
    {
        Count(only, ReceiveFaultKind.DiskFull, detail);
        foreach (KeyValuePair<string, StudyFetch> pair in _fetches)
        {
            pair.Value.Refuse();
        }
    }

    /// <summary>A piece of an object came.</summary>
    private void Arriving(StudyFetch? only, long began)
    {
        if (only is not null)
        {
            only.Touch();
        }
        else if (_time.GetElapsedTime(began) > _long)
        {
            // Whose object it is shows when it is whole. Only one that takes long already lends its patience to every study under
            // way, so that a study that stalls is not kept alive by the many small objects of another.
            foreach (KeyValuePair<string, StudyFetch> pair in _fetches)
            {
                pair.Value.Touch();
            }
        }
    }

    private void Count(StudyFetch? fetch, ReceiveFaultKind kind, string? detail)
    {
        if (fetch is not null)
        {
            fetch.Faults.Add(kind, detail);
        }
        else
        {
            Blame(kind, detail);
        }
    }

    private static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Removed with its folder at the end of the run.
        }
    }

    /// <summary>An object on its way: large ones over slow links take longer than any silence may.</summary>
    private sealed class Arrival(Intake intake, StudyFetch? only) : IProgress<long>
    {
        private readonly long _began = intake._time.GetTimestamp();

        public void Report(long value) => intake.Arriving(only, _began);
    }
}

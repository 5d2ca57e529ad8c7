using System;
using System.IO;
using System.Threading;

namespace XnatTools.Import.Direct.Staging;

/// <summary>Watches the free space of the staging disk, and cancels what is being written when it falls below the limit.</summary>
internal sealed class DiskWatch : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(500);

    private readonly Func<long?> _free;
    private readonly long _minimum;
    private readonly ITimer _timer;
    private readonly object _lock = new();
    private CancellationTokenSource _low = new();
    private volatile bool _isLow;

    /// <param name="free">Free bytes; null when they cannot be told.</param>
    /// <param name="minimum">Bytes that must stay free.</param>
    /// <param name="time">Drives the watch.</param>
    public DiskWatch(Func<long?> free, long minimum, TimeProvider time)
    {
        _free = free;
        _minimum = minimum;
        Check();
        _timer = time.CreateTimer(static state => ((DiskWatch)state!).Check(), this, s_interval, s_interval);
    }

    /// <summary>Less is free than must stay so.</summary>
    public bool IsLow => _isLow;

    /// <summary>Cancelled when space runs short.</summary>
    public CancellationToken Low
    {
        get
        {
            lock (_lock)
            {
                return _low.Token;
            }
        }
    }

    /// <summary>Free bytes beyond those that must stay free; null when they cannot be told.</summary>
    public long? Room => _free() is long free ? free - _minimum : null;

    /// <summary>Looks now.</summary>
    public bool Check()
    {
        bool low = _free() is long free && free < _minimum;
        CancellationTokenSource? cancel = null;
        lock (_lock)
        {
            if (low && !_isLow)
            {
                cancel = _low;
            }
            else if (!low && _isLow)
            {
                _low = new CancellationTokenSource();
            }

            _isLow = low;
        }

        cancel?.Cancel();
        return !low;
    }

    public void Dispose()
    {
        _timer.Dispose();
        _low.Dispose();
    }

    /// <summary>Free bytes of the disk that a folder is on; null for network paths, where .NET cannot tell.</summary>
    public static long? FreeBytes(string folder)
    {
        try
        {
            string root = Path.DirectorySeparatorChar == '\\' ? Path.GetPathRoot(folder) ?? folder : folder;
            return new DriveInfo(root).AvailableFreeSpace;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

using System.Collections.ObjectModel;
using System.IO;

namespace System.Management.Automation;

public class EngineIntrinsics
{
    internal EngineIntrinsics()
    {
    }
}

public class ProviderInfo
{
    internal ProviderInfo(string name) => Name = name;

    public string Name { get; }

    public override string ToString() => Name;
}

public class PSDriveInfo
{
    internal PSDriveInfo(string name) => Name = name;

    public string Name { get; }
}

public class InvocationInfo
{
    internal InvocationInfo(string name) => InvocationName = name;

    public Collections.Generic.Dictionary<string, object?> BoundParameters { get; } = new(StringComparer.OrdinalIgnoreCase);

    public string InvocationName { get; }

    public bool ExpectingInput { get; internal set; }
}

public sealed class SessionState
{
    internal SessionState(Func<string> location) => Path = new PathIntrinsics(location);

    public PathIntrinsics Path { get; }
}

public sealed class PathIntrinsics
{
    private static readonly ProviderInfo s_files = new("FileSystem");
    private static readonly PSDriveInfo s_drive = new("/");
    private readonly Func<string> _location;

    internal PathIntrinsics(Func<string> location) => _location = location;

    public string GetUnresolvedProviderPathFromPSPath(string path, out ProviderInfo provider, out PSDriveInfo drive)
    {
        drive = s_drive;
        if (path.StartsWith("Env:", StringComparison.OrdinalIgnoreCase))
        {
            provider = new ProviderInfo("Environment");
            return path.Substring(4);
        }

        provider = s_files;
        return IO.Path.GetFullPath(IO.Path.Combine(_location(), path));
    }

    public Collection<string> GetResolvedProviderPathFromPSPath(string path, out ProviderInfo provider)
    {
        string full = GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        Collection<string> found = [];
        string folder = IO.Path.GetDirectoryName(full)!;
        WildcardPattern pattern = new(IO.Path.GetFileName(full), WildcardOptions.IgnoreCase);
        foreach (string file in Directory.GetFiles(folder))
        {
            if (pattern.IsMatch(IO.Path.GetFileName(file)))
            {
                found.Add(file);
            }
        }

        return found;
    }
}

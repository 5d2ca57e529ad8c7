namespace XnatTools.Client;

/// <summary>
/// Hears what the client does. Nothing it is told carries identifiers, query values, bodies or secrets. Called from any
/// thread; must not throw.
/// </summary>
public interface IXnatEvents
{
    /// <summary>One try of one request is over.</summary>
    void Request(XnatRequestEvent request);

    /// <summary>Something surprising was handled.</summary>
    void Warning(string message);

    /// <summary>Sizes and decisions.</summary>
    void Debug(string message);
}

using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Upload;

/// <summary>A way on which objects reach the server.</summary>
public interface ISeriesTransport
{
    /// <summary>Series at a time that it can take; 0 for as many as the caller likes.</summary>
    int MaxParallel { get; }

    /// <summary>True when the server does not say where the objects went, so that the session has to be looked for.</summary>
    bool IsBlind { get; }

    /// <summary>Sends objects of one series and returns the session's address; null when they fell away or it is not known.</summary>
    /// <param name="instances">The objects.</param>
    /// <param name="digests">Takes the MD5 of each object as it was sent, in lower-case hexadecimal, by SOP instance UID.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <exception cref="XnatException">They could not be sent, after the tries that make sense.</exception>
    Task<string?> SendAsync(IReadOnlyList<LocalInstance> instances, IDictionary<string, string> digests, CancellationToken cancellationToken);
}

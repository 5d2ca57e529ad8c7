using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Preflight;

namespace XnatTools.Import.Campaign;

/// <summary>Tells what XNAT does to the headers of what arrives, as it stands now.</summary>
public interface IPolicySource
{
    /// <summary>Reads the policy. Throws when the server does not tell.</summary>
    Task<PolicyMarks> ReadAsync(CancellationToken cancellationToken);
}

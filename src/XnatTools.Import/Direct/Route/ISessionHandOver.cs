using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;

namespace XnatTools.Import.Direct;

/// <summary>Brings a study from staging into XNAT under its labels, and proves that it is there.</summary>
public interface ISessionHandOver
{
    /// <summary>Hands a study over; what is at the server already is not sent again.</summary>
    Task<DirectOutcome> SendAsync(ReceivedStudy study, string project, CancellationToken cancellationToken);
}

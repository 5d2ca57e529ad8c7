using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Import.Campaign;

/// <summary>Another way into XNAT than its own importer: the study is received here, counted, and handed over.</summary>
public interface IDirectRoute
{
    /// <summary>Studies at a time.</summary>
    int StudiesAtOnce { get; }

    /// <summary>Whether a study goes this way.</summary>
    /// <param name="study">The study.</param>
    /// <param name="cameIncomplete">It came incomplete through XNAT's importer.</param>
    bool Takes(PacsStudy study, bool cameIncomplete);

    /// <summary>Brings a study into XNAT, or tells why not. Called again it goes on where it was.</summary>
    /// <param name="study">The study with its labels; where series are selected, only these.</param>
    /// <param name="project">The project.</param>
    /// <param name="cancellationToken">Ends it; what is received stays.</param>
    Task<DirectOutcome> FetchAsync(PacsStudy study, string project, CancellationToken cancellationToken);

    /// <summary>A study was proven to be in XNAT, and the ledger has it: what was received of it may go.</summary>
    void Release(string studyInstanceUid);
}

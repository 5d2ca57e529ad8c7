using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Campaign;
using XnatTools.Import.Direct;
using XnatTools.Upload;

namespace XnatTools.Direct.Tests;

/// <summary>Hands over by the import service.</summary>
internal sealed class UploadHandOver(XnatClient client, string site, string work) : ISessionHandOver
{
    public async Task<DirectOutcome> SendAsync(ReceivedStudy study, string project, CancellationToken cancellationToken)
    {
        LocalSession session = LocalScan.Read(LocalScan.FilesOf(study.Path), 2, cancellationToken).Sessions.Single();
        SessionLabels labels = new(project, study.Subject!, study.Session!) { Map = study.Study.Labels };
        SessionUploadResult result = await new SessionUploader(client, site, new UploadOptions { WorkFolder = work })
            .SendAsync(session, new ImportParameters { Project = project, Subject = study.Subject!, Session = study.Session! }, labels, null, cancellationToken);
        return result.IsProven
            ? new DirectOutcome { State = ImportState.InPrearchive, IsProven = true, SeriesFound = result.SeriesCount, InstancesFound = result.InstancesFound, PrearchiveUrl = result.Url }
            : DirectOutcome.Failed(XnatErrorCode.FromId(result.Code!), result.Reason!, mayPass: false);
    }
}

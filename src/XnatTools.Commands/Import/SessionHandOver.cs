using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Campaign;
using XnatTools.Import.Direct;
using XnatTools.Upload;

namespace XnatTools.Commands;

/// <summary>Hands studies of the direct route to XNAT's import service, as Send-XnatSession does: labelled, committed, proven by listing.</summary>
internal sealed class SessionHandOver(XnatClient client, string site, string workFolder) : ISessionHandOver
{
    public async Task<DirectOutcome> SendAsync(ReceivedStudy study, string project, CancellationToken cancellationToken)
    {
        string[] files = [.. study.Series.Where(series => System.IO.Directory.Exists(series.Path)).SelectMany(series => LocalScan.FilesOf(series.Path))];
        LocalScanResult scan = await Task.Run(() => LocalScan.Read(files, Environment.ProcessorCount, cancellationToken), cancellationToken).ConfigureAwait(false);
        LocalSession? session = scan.Sessions.FirstOrDefault(one => one.StudyInstanceUid == study.StudyInstanceUid);
        if (session is null || session.InstanceCount != study.Received)
        {
            return DirectOutcome.Failed(XnatErrorCode.DicomInvalid, "Files of the study in staging have changed since they were received.", mayPass: true);
        }

        SessionLabels labels = new(project, study.Subject!, study.Session!) { Map = study.Study.Labels };
        ImportParameters target = new() { Project = project, Subject = study.Subject!, Session = study.Session! };
        SessionUploader uploader = new(client, site, new UploadOptions { WorkFolder = workFolder });
        SessionUploadResult result = await uploader.SendAsync(session, target, labels, null, cancellationToken).ConfigureAwait(false);
        bool there = result.IsProven || result.Outcome == SessionUploadOutcome.Counted;
        return new DirectOutcome
        {
            State = result.Outcome switch
            {
                SessionUploadOutcome.Archived => ImportState.Archived,
                SessionUploadOutcome.InPrearchive or SessionUploadOutcome.Counted => ImportState.InPrearchive,
                SessionUploadOutcome.Incomplete => ImportState.Incomplete,
                _ => ImportState.Failed,
            },
            Code = there ? null : XnatErrorCode.FromId(result.Code ?? ""),
            Reason = result.IsProven ? null : result.Reason,
            IsProven = result.IsProven,
            MayPass = result.Outcome is SessionUploadOutcome.Incomplete or SessionUploadOutcome.Failed,
            SeriesFound = there ? result.SeriesCount : null,
            InstancesFound = result.InstancesFound,
            PrearchiveUrl = result.Url is { } url && url.StartsWith("/prearchive", StringComparison.Ordinal) ? url : null,
        };
    }
}

using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Campaign;
using XnatTools.Import.Direct;
using XnatTools.Import.Nodes;
using XnatTools.Upload;

namespace XnatTools.Commands;

/// <summary>
/// Hands studies of the direct route to XNAT's import service, or by C-STORE to a receiver of XNAT, as Send-XnatSession does:
/// labelled, committed, proven by listing.
/// </summary>
/// <param name="client">The connection.</param>
/// <param name="site">Address of the site.</param>
/// <param name="workFolder">For journals and packed series.</param>
/// <param name="receiver">AE or AE:port of XNAT's receiver; null for the import service.</param>
internal sealed class SessionHandOver(XnatClient client, string site, string workFolder, string? receiver) : ISessionHandOver
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
        using ReceiverSender? store = receiver is null ? null : await ReceiverTransport.OpenAsync(client, new Uri(site).DnsSafeHost, receiver, cancellationToken).ConfigureAwait(false);
        UploadOptions options = new() { WorkFolder = workFolder, Transport = store is null ? null : new ReceiverTransport(store, labels, workFolder) };
        SessionUploader uploader = new(client, site, options);
        SessionUploadResult result = await uploader.SendAsync(session, target, labels, null, cancellationToken).ConfigureAwait(false);
        await (store?.CloseAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
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

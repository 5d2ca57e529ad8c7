using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Import.Nodes;
using XnatTools.Upload;

namespace XnatTools.Commands;

/// <summary>
/// Sends a study from local files to XNAT's import service, into the prearchive or on into the archive, and proves by listing that
/// every object arrived.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "XnatSession", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SessionUploadResult))]
public sealed class SendXnatSessionCommand : XnatConnectedCmdlet
{
    private int _position;

    /// <summary>A study of Receive-PacsStudy: one that is not complete is not sent.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public ReceivedStudy? InputObject { get; set; }

    /// <summary>Send a study of Receive-PacsStudy although it is not complete.</summary>
    [Parameter]
    public SwitchParameter AllowIncomplete { get; set; }

    /// <summary>Folders or files of one study, taken as they stand.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Project by id.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    [ValidateNotNullOrEmpty]
    public string Project { get; set; } = "";

    /// <summary>Subject label.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Subject { get; set; } = "";

    /// <summary>Session label.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Session { get; set; } = "";

    /// <summary>The study to send where the folders hold several.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? StudyInstanceUid { get; set; }

    /// <summary>Archive the session when it is proven whole in the prearchive.</summary>
    [Parameter]
    public SwitchParameter Archive { get; set; }

    /// <summary>Leave names and identifiers in the headers as they are.</summary>
    [Parameter]
    public SwitchParameter KeepHeader { get; set; }

    /// <summary>The objects are de-identified already: no script is to be run on them at the server.</summary>
    [Parameter]
    public SwitchParameter PreventAnonymization { get; set; }

    /// <summary>Send the rest although files are damaged.</summary>
    [Parameter]
    public SwitchParameter SkipDamaged { get; set; }

    /// <summary>Pack each series into a file before it is sent, for proxies that break bodies without a length.</summary>
    [Parameter]
    public SwitchParameter PackFirst { get; set; }

    /// <summary>Remove the local files of a session that was proven, one by one, to be at the server.</summary>
    [Parameter]
    public SwitchParameter RemoveStaged { get; set; }

    /// <summary>Series sent at a time.</summary>
    [Parameter]
    [ValidateRange(1, 12)]
    public int ThrottleLimit { get; set; } = 3;

    /// <summary>Send by C-STORE to this receiver of XNAT, as AE or AE:port, instead of over the import service.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ReceiverCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Receiver { get; set; }

    /// <summary>Where the journal is kept that lets a run go on where another ended.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkFolder { get; set; }

    private protected override void Process()
    {
        int position = ++_position;
        Guard(() => Send(position), position);
    }

    private void Send(int position)
    {
        if (InputObject is { IsComplete: false } && !AllowIncomplete)
        {
            throw new XnatException(XnatErrorCode.ReceiveIncomplete, $"Session {position}: the study is not complete in staging; nothing was sent.");
        }

        ShowProgress("Sending sessions", $"session {position}, reading files");
        string[] files = Path.Select(ResolveLiteral).SelectMany(Files).ToArray();
        LocalScanResult scan = Run(token => Task.Run(() => LocalScan.Read(files, Environment.ProcessorCount, token), token));
        LocalSession session = Choose(scan, position);
        SessionLabels labels = new(Project, Subject, Session);
        if (!ShouldProcess($"session {position} ({session})", $"Send to project {Project}"))
        {
            return;
        }

        SessionUploadResult result = Run(session, labels);
        WriteObject(result);
        if (result.IsProven && RemoveStaged)
        {
            Remove(session);
        }

        if (result.Code is string code)
        {
            ReportRow(new XnatException(XnatErrorCode.FromId(code), $"Session {position}: {result.Reason}") { Advice = result.Advice }, result);
        }
    }

    private SessionUploadResult Run(LocalSession session, SessionLabels labels)
    {
        string work = WorkFolder is null ? DefaultFolder() : ResolveLiteral(WorkFolder);
        Directory.CreateDirectory(work);
        using ReceiverSender? store = Receiver is null ? null : Run(token => ReceiverTransport.OpenAsync(Client, Connection!.Uri.DnsSafeHost, Receiver, token));
        UploadOptions options = new()
        {
            ParallelSeries = ThrottleLimit,
            PackFirst = PackFirst,
            Archive = Archive,
            WorkFolder = work,
            Transport = store is null ? null : new ReceiverTransport(store, KeepHeader ? null : labels, work),
        };
        ImportParameters target = new() { Project = Project, Subject = Subject, Session = Session, PreventAnonymization = PreventAnonymization };
        SessionUploader uploader = new(Client, Connection!.Uri.ToString(), options);
        SessionUploadResult? result = null;
        Run(async (pump, token) =>
        {
            PumpProgress<UploadProgress> progress = new(pump, p => ShowProgress("Sending sessions", $"session {_position}, {p.Step}", p.SeriesDone, p.SeriesCount));
            result = await uploader.SendAsync(session, target, KeepHeader ? null : labels, progress, token).ConfigureAwait(false);
            await (store?.CloseAsync(token) ?? Task.CompletedTask).ConfigureAwait(false);
        });
        return result!;
    }

    private LocalSession Choose(LocalScanResult scan, int position)
    {
        int damaged = scan.Rejected.Count(r => !r.IsForeign);
        int foreign = scan.Rejected.Count - damaged;
        if (foreign > 0 || scan.Duplicates > 0)
        {
            WriteVerbose($"Session {position}: {foreign} files are no DICOM objects and {scan.Duplicates} are copies; they are left out.");
        }

        if (damaged > 0 && !SkipDamaged)
        {
            throw new XnatException(XnatErrorCode.DicomInvalid, $"Session {position}: {damaged} files are damaged or cannot be read; nothing was sent.") { Advice = "Mend or remove them, or send the rest with -SkipDamaged. Get-DicomHeader says what is wrong with a file." };
        }

        if (damaged > 0)
        {
            WriteWarning($"Session {position}: {damaged} files are damaged or cannot be read, and are not sent.");
        }

        LocalSession[] sessions = scan.Sessions.Where(s => StudyInstanceUid is null || s.StudyInstanceUid == StudyInstanceUid).ToArray();
        return sessions.Length switch
        {
            1 => sessions[0],
            0 => throw new XnatException(XnatErrorCode.DicomFileNotFound, $"Session {position}: the folders hold no object of the study."),
            _ => throw new XnatException(XnatErrorCode.ArgumentInvalid, $"Session {position}: the folders hold {sessions.Length} studies; a session is one.") { Advice = "Give the folder of one study, or name the study with -StudyInstanceUid." },
        };
    }

    private static IEnumerable<string> Files(string path) => Directory.Exists(path) ? LocalScan.FilesOf(path)
        : File.Exists(path) ? [path]
        : throw new XnatException(XnatErrorCode.DicomFileNotFound, "There is nothing under a path that was given.");

    private void Remove(LocalSession session)
    {
        int kept = 0;
        foreach (LocalInstance instance in session.Series.SelectMany(s => s.Instances))
        {
            try
            {
                File.Delete(instance.Path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                kept++;
            }
        }

        if (kept > 0)
        {
            WriteWarning($"Session {_position}: {kept} files could not be removed.");
        }
    }

    private static string DefaultFolder() => System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "XnatTools", "Uploads");
}

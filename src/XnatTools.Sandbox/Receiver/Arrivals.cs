using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Sandbox.Anonymization;
using XnatTools.Sandbox.Dqr;
using XnatTools.Sandbox.Filing;

namespace XnatTools.Sandbox.Receiver;

/// <summary>
/// What happens to an object between the association and the prearchive: it is written as it came, relabelled by the script of
/// its study where the receiver has custom processing, and filed.
/// </summary>
internal sealed class Arrivals(SandboxContext context, DqrStore store)
{
    /// <summary>Told the study UID of each object that passes the processors of a receiver.</summary>
    public Action<string> Processed { get; set; } = _ => { };

    /// <summary>Takes one object. False when its script cannot be applied: then nothing of it is kept.</summary>
    public async Task<bool> TakeAsync(SandboxReceiver receiver, DicomStoreRequest request, CancellationToken cancellationToken)
    {
        string path = Path.Combine(context.State.TempFolder, Guid.NewGuid().ToString("N") + ".dcm");
        bool filed = false;
        try
        {
            await request.SaveAsync(path, cancellationToken).ConfigureAwait(false);
            ArrivedHeader? header = Process(path, receiver);
            if (header is null)
            {
                return false;
            }

            FilingResult result = await context.Filing.FileAsync(
                new ArrivedObject
                {
                    Path = path,
                    CallingAETitle = request.CallingAETitle,
                    Receiver = receiver,
                    TransferSyntaxUid = request.TransferSyntaxUid,
                    Header = header,
                },
                cancellationToken).ConfigureAwait(false);
            filed = true;
            return !result.ScriptFailed;
        }
        catch (DicomException exception)
        {
            // Not readable, or a label that its character set does not have.
            context.Log("An arriving object was refused: " + exception.Code);
            return false;
        }
        finally
        {
            if (!filed)
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Runs the archive processors: relabels by the stored script. Null when that is not possible.</summary>
    private ArrivedHeader? Process(string path, SandboxReceiver receiver)
    {
        ArrivedHeader header = HeaderReader.Read(path);
        if (!receiver.CustomProcessing)
        {
            return header;
        }

        string study = header.StudyInstanceUid;
        if (store.Read(document => document.RemappingProcessor ? document.Scripts.GetValueOrDefault(study) : null) is string script)
        {
            // Subject and session come from the headers that the script writes.
            if (context.Scripts.Run(path, script, "", "", "") != ScriptOutcome.Done)
            {
                context.Log("A relabel script failed, and the object was refused.");
                return null;
            }

            header = HeaderReader.Read(path);
        }

        Processed(study);
        return header;
    }
}

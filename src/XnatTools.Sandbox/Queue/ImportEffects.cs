using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using XnatTools.Sandbox.Dqr;

namespace XnatTools.Sandbox.Queue;

/// <summary>What a retrieve does to the rest of XNAT: routing, rebuild of the session, removal of what is only half there.</summary>
internal sealed class ImportEffects(SandboxContext context, DqrStore store) : IImportEffects
{
    // 1.3 and later rebuild after a retrieve and delete partial data; what is played as 1.x is older.
    private bool Tidies => context.Options.Plugin == PluginGeneration.V2;

    public bool IsReceiver(string destination)
    {
        lock (context.State.Sync)
        {
            return context.State.Receivers.Exists(receiver => receiver.Enabled
                && (string.Equals(destination, receiver.AeTitle, StringComparison.OrdinalIgnoreCase)
                    || string.Equals(destination, string.Create(CultureInfo.InvariantCulture, $"{receiver.AeTitle}:{receiver.Port}"), StringComparison.OrdinalIgnoreCase)));
        }
    }

    public void Route(QueueRecord record)
    {
        if (string.IsNullOrEmpty(record.XnatProject))
        {
            return;
        }

        DateTimeOffset now = context.Clock.GetUtcNow();
        lock (context.State.Sync)
        {
            context.State.Routes.RemoveAll(route => route.Dqr && route.StudyInstanceUid == record.StudyInstanceUid);
            context.State.Routes.Add(new StudyRoute
            {
                StudyInstanceUid = record.StudyInstanceUid,
                Project = record.XnatProject,
                User = record.Username,
                Created = now,
                Accessed = now,
                Dqr = true,
            });
        }

        context.State.Changed();
    }

    public Task SucceededAsync(QueueRecord record)
    {
        if (Tidies && Sessions(record) is [PrearchiveEntry only] && !only.IsBusy)
        {
            context.Prearchive.RequestRebuild(only, record.Username);
        }

        WriteWorkflow(record, "Complete");
        return Task.CompletedTask;
    }

    public Task FailedAsync(QueueRecord record)
    {
        if (Tidies)
        {
            foreach (PrearchiveEntry entry in Sessions(record))
            {
                try
                {
                    context.Prearchive.Delete(entry);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    context.Log("Partial data of a failed retrieve could not be deleted.");
                }
            }
        }

        WriteWorkflow(record, "Failed");
        return Task.CompletedTask;
    }

    private List<PrearchiveEntry> Sessions(QueueRecord record)
    {
        lock (context.State.Sync)
        {
            return [.. context.State.Prearchive.Where(entry => entry.Tag == record.StudyInstanceUid && entry.Project == record.XnatProject)];
        }
    }

    private void WriteWorkflow(QueueRecord record, string status) => store.Write(document => document.Workflows.Add(new ImportWorkflow(
        context.State.NextId("workflow"), "IMPORT_FROM_PACS_REQUEST", record.StudyInstanceUid, record.XnatProject, status, context.Clock.GetUtcNow())));
}

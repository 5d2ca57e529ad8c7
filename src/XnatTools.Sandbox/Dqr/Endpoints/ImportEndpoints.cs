using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using XnatTools.Sandbox.Queue;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>POST <c>/xapi/dqr/import</c>: from a request to records in the queue.</summary>
internal sealed class ImportEndpoints(DqrRuntime dqr)
{
    public void Map(DqrRoutes routes) => routes.Map("POST", "/xapi/dqr/import", DqrRole.Authenticated, ImportAsync);

    private async Task<JsonNode?> ImportAsync(DqrCall call)
    {
        ImportRequest request = ImportRequest.Parse(await call.BodyAsync().ConfigureAwait(false));
        CheckPermission(call, request.ProjectId);
        SandboxPacs pacs = dqr.FindQueryable(request.PacsId);
        IReadOnlyList<ImportStudy> studies = request.Studies ?? throw new XapiException(XapiFault.Other);

        // The server gathers the studies in a map by UID, which refuses a second one; a missing UID is a null pointer.
        HashSet<string> uids = [];
        string?[] scripts = new string?[studies.Count];
        for (int i = 0; i < studies.Count; i++)
        {
            string uid = studies[i].StudyInstanceUid ?? throw new XapiException(XapiFault.Other);
            if (!uids.Add(uid))
            {
                throw new XapiException(XapiFault.Other, "Duplicate key " + uid);
            }

            scripts[i] = studies[i].BuildScript();
        }

        if (!request.ForceImport && !pacs.DicomWebEnabled && Array.Exists(scripts, script => script is not null))
        {
            CheckReceiver(request);
        }

        JsonArray queued = [];
        for (int i = 0; i < studies.Count; i++)
        {
            if (await QueueAsync(call, request, pacs, studies[i], scripts[i]).ConfigureAwait(false) is QueueRecord record)
            {
                queued.Add(dqr.Store.Read(_ => DqrJson.Queue(record, dqr.Generation)));
            }
        }

        return queued;
    }

    /// <summary>The role first, then the project's own switch (which binds administrators too), then the right to edit it.</summary>
    private void CheckPermission(DqrCall call, string? project)
    {
        call.RequireDqr(project, edit: true);
        bool enabled = dqr.Settings.AllowAllProjects
            || dqr.Store.Read(document => document.Projects.Exists(settings => settings.ProjectId == project && settings.DqrEnabled));
        if (!enabled || !(call.IsDataAccess || call.CanEdit(project)))
        {
            throw new XapiException(XapiFault.Forbidden);
        }
    }

    private void CheckReceiver(ImportRequest request)
    {
        SandboxReceiver? receiver;
        lock (dqr.Context.State.Sync)
        {
            receiver = dqr.Context.State.Receivers.Find(one => string.Equals(one.AeTitle, request.AeTitle, StringComparison.Ordinal)
                && (request.Port == 0 || one.Port == request.Port));
        }

        if (receiver is null)
        {
            throw new XapiException(XapiFault.NotFound, $"No DICOM SCP receiver with AE title {request.AeTitle} and port {request.Port}");
        }

        if (!receiver.Enabled || !receiver.CustomProcessing)
        {
            throw new XapiException(
                XapiFault.ReceiverUnfit,
                $"The DICOM SCP receiver {receiver.Id} ({receiver.AeTitle}:{receiver.Port}) does not have custom processing enabled, so remapping is not possible.");
        }

        if (!dqr.Store.Read(document => document.RemappingProcessor))
        {
            throw new XapiException(
                XapiFault.ReceiverUnfit,
                $"The DICOM SCP receiver {receiver.Id} ({receiver.AeTitle}:{receiver.Port}) does not have a remapping processor enabled.");
        }
    }

    /// <summary>Expands a study into its series and queues it; null when it falls away, which the answer does not tell.</summary>
    private async Task<QueueRecord?> QueueAsync(DqrCall call, ImportRequest request, SandboxPacs pacs, ImportStudy study, string? script)
    {
        string uid = study.StudyInstanceUid!;
        if (dqr.Chance.Take(DqrFaultNames.ImportDrop, uid + ";") is not null)
        {
            return null;
        }

        List<FoundSeries> series;
        try
        {
            series = study.Select(await dqr.Pacs.FindSeriesAsync(pacs, uid, call.Aborted).ConfigureAwait(false));
        }
        catch (PacsQueryException exception) when (exception.Echo && dqr.Generation == PluginGeneration.V1)
        {
            // 1.x gives up half-way: the studies before this one stay queued.
            throw new XapiException(XapiFault.Other, exception.Message);
        }
        catch (PacsQueryException)
        {
            return null;
        }

        if (series.Count == 0)
        {
            return null;
        }

        FoundSeries first = series[0];
        return dqr.Store.Write(document =>
        {
            QueueRecord record = new()
            {
                Id = document.Next("queue"),
                Username = call.User.Name,
                PacsId = pacs.Id,
                XnatProject = request.ProjectId,
                StudyInstanceUid = uid,
                SeriesIds = [.. series.Select(one => one.SeriesInstanceUid)],
                DestinationAeTitle = request.Destination,
                Priority = request.Studies!.Count == 1 ? 1 : 10,
                QueuedTime = dqr.Context.Clock.GetUtcNow(),
                StudyDate = first.StudyDate,
                StudyId = first.StudyId,
                AccessionNumber = first.AccessionNumber,
                PatientId = first.PatientId,
                PatientName = first.PatientName,
                RequestId = dqr.Generation == PluginGeneration.V2 ? request.RequestId : null,
                RemappingScript = script,
            };
            document.Queue.Add(record);
            document.Queued.Add(new QueuedNote(record.Id, uid, record.XnatProject, record.RequestId, record.QueuedTime, record.SeriesIds.Count));
            return record;
        });
    }
}

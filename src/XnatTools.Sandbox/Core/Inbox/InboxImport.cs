using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Core.Import;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Prearchive;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Inbox;

/// <summary>The handler inbox and /xapi/dicom: takes in a folder or archive that lies on the server (specification 17.5).</summary>
internal static class InboxImport
{
    private static readonly string[] s_active = ["Queued", "Trawling", "Importing", "Accepted"];

    internal static void Map(WebApplication app, SandboxContext context)
    {
        app.MapGet("/xapi/dicom/{id:int}", (HttpContext http, int id) => Read(context, jobs =>
            jobs.Find(j => j.Id == id && (http.Caller().IsAdmin || j.UserName == http.Caller().Name)) is InboxJob job ? Answer.Json(View(job)) : Answer.Empty(404)));
        app.MapGet("/xapi/dicom/list/all", (HttpContext http) => List(context, http, _ => true));
        app.MapGet("/xapi/dicom/list/active", (HttpContext http) => List(context, http, j => s_active.Contains(j.Status, StringComparer.Ordinal)));
    }

    /// <summary>Checks the request and starts the work.</summary>
    /// <exception cref="ImportException">400: whatever is wrong with path, project or label.</exception>
    internal static IResult Submit(LegacyCall call, ImportParameters parameters)
    {
        string path = Checked(call, parameters);
        InboxJob job = new()
        {
            Id = call.State.NextId("inbox"),
            UserName = call.Caller.Name,
            SessionPath = path,
            CleanupAfterImport = call.Flag("cleanupAfterImport", fallback: true),
            Parameters = call.Params().ToDictionary(p => p.Key, p => p.Value.ToString()),
        };
        lock (call.State.Sync)
        {
            Jobs(call.Context).Add(job);
            call.State.Changed();
        }

        _ = Task.Run(() => RunAsync(call, parameters, job));
        return Answer.Uri($"/xapi/dicom/{job.Id}", line: true);
    }

    private static string Checked(LegacyCall call, ImportParameters parameters)
    {
        // The setting names the server's own folder; the sandbox has its inbox in its state folder.
        string root = Path.GetFullPath(Path.Combine(call.State.Folder, "inbox"));
        if (call.Param("path") is not string given)
        {
            throw new ImportException(400, "The path to the session data is required.");
        }

        string path = Path.GetFullPath(given);
        string[] below = path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path[(root.Length + 1)..].Split(Path.DirectorySeparatorChar)
            : [];
        bool filled = File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any());
        lock (call.State.Sync)
        {
            if (below.Length < 2 || !filled || !call.State.Projects.Any(p => p.Id == below[0]) || !call.Caller.CanEdit(below[0]))
            {
                throw new ImportException(400, "The path is not one of the inbox of a project that the user can edit.");
            }

            if (parameters.Project is not string project || !call.State.Projects.Any(p => p.Id == project) || !call.Caller.CanEdit(project))
            {
                throw new ImportException(400, "A project that the user can edit is required.");
            }

            if (parameters.Session is string label && call.Context.Prearchive.Archiver.FindSession(project, Identifier.CleanLabel(label)) is not null)
            {
                throw new ImportException(409, "A session of that label exists in the project.");
            }
        }

        return path;
    }

    private static async Task RunAsync(LegacyCall call, ImportParameters parameters, InboxJob job)
    {
        try
        {
            Status(call, job, "Trawling");
            string[] files = File.Exists(job.SessionPath) ? [job.SessionPath] : Directory.GetFiles(job.SessionPath, "*", SearchOption.AllDirectories);
            Status(call, job, "Importing");
            ImportSessions sessions = new(call, parameters);
            foreach ((string path, string name) in files.SelectMany(f => PackedFiles.Of(f, Path.GetFileName(f), call)))
            {
                await sessions.TakeAsync(path, name, CancellationToken.None).ConfigureAwait(false);
            }

            lock (call.State.Sync)
            {
                foreach (PrearchiveEntry entry in sessions.Entries)
                {
                    call.Context.Prearchive.Build(entry);
                }
            }

            if (job.CleanupAfterImport)
            {
                Remove(job.SessionPath);
            }

            Status(call, job, "Completed", $"{sessions.Entries.Count} sessions");
        }
        catch (Exception fault) when (fault is ImportException or IOException or UnauthorizedAccessException)
        {
            Status(call, job, "Failed", fault is ImportException ? fault.Message : "The files could not be read.");
        }
    }

    private static void Remove(string path)
    {
        if (File.Exists(path))
        {
            File.Delete(path);
        }
        else
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static void Status(LegacyCall call, InboxJob job, string status, string resolution = "")
    {
        lock (call.State.Sync)
        {
            job.Status = status;
            job.Resolution = resolution;
            call.State.Changed();
        }
    }

    private static List<InboxJob> Jobs(SandboxContext context) => context.State.Part<InboxJobs>("inbox").Jobs;

    private static IResult Read(SandboxContext context, Func<List<InboxJob>, IResult> read)
    {
        lock (context.State.Sync)
        {
            return read(Jobs(context));
        }
    }

    private static IResult List(SandboxContext context, HttpContext http, Func<InboxJob, bool> wanted) => Read(context, jobs =>
        Answer.Json(jobs.Where(j => wanted(j) && (http.Caller().IsAdmin || j.UserName == http.Caller().Name)).Select(View).ToArray()));

    private static object View(InboxJob job) => new
    {
        job.Id,
        Username = job.UserName,
        job.SessionPath,
        job.Status,
        job.CleanupAfterImport,
        job.Resolution,
        job.Parameters,
    };
}

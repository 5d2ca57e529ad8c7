using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Files;
using XnatTools.Sandbox.Core.Inbox;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Import;

/// <summary>POST services/import (specification 17): takes a file in, and hands it to the handler that the caller names.</summary>
internal static class ImportService
{
    internal static void Add(LegacyRouter router, StatusBoard board)
    {
        router.Add("services/import", (Func<LegacyCall, Task<IResult>>)(call => AnswerAsync(call, board)));
        router.Add("status/{ID}", board.Answer);
    }

    private static async Task<IResult> AnswerAsync(LegacyCall call, StatusBoard board)
    {
        if (!HttpMethods.IsPost(call.Method))
        {
            return LegacyCall.NotAllowed();
        }

        try
        {
            return await ImportAsync(call, board).ConfigureAwait(false);
        }
        catch (ImportException refusal)
        {
            // The page of format=html says 200 even then.
            return Answer.HtmlError(call.Param("format") == "html" ? 200 : refusal.Status, refusal.Message);
        }
    }

    private static async Task<IResult> ImportAsync(LegacyCall call, StatusBoard board)
    {
        // Fields of a form count as parameters, so that its parts are read before anything is decided.
        ImportFile? sent = ImportBody.IsMultipart(call.Http.Request) ? await ImportBody.FromFormAsync(call).ConfigureAwait(false) : null;
        try
        {
            string handler = Handler(call);
            if (handler == "automation")
            {
                bool hasBody = !ImportBody.IsMultipart(call.Http.Request) && call.Http.Request.ContentLength is not (null or 0);
                sent ??= hasBody ? await ImportBody.TakeAsync(call).ConfigureAwait(false) : null;
                return Lines(AutomationImport.Run(call, sent));
            }

            ImportParameters parameters = ImportParameters.Of(call);
            Check(call, parameters);
            if (handler == "inbox")
            {
                return InboxImport.Submit(call, parameters);
            }

            if (call.Param("src") is string src)
            {
                sent = CacheFile(call, src);
                if (call.Param("http-session-listener") is string listener)
                {
                    board.Run(call, listener, () => HandleAsync(call, handler, parameters, sent, CancellationToken.None));
                    return Answer.Text(parameters.ToArchive ? "Submitted for archival" : "Submitted for prearchival");
                }
            }

            if (sent is null && ImportBody.IsMultipart(call.Http.Request))
            {
                throw ImportBody.NothingSent();
            }

            sent ??= await ImportBody.TakeAsync(call).ConfigureAwait(false);
            IReadOnlyList<string> uris = await HandleAsync(call, handler, parameters, sent, call.Http.RequestAborted).ConfigureAwait(false);
            return Lines(uris);
        }
        finally
        {
            sent?.Dispose();
        }
    }

    private static IResult Lines(IReadOnlyList<string> lines) => Answer.Text(string.Concat(lines.Select(l => l + "\r\n")), 200, "text/uri-list");

    private static Task<IReadOnlyList<string>> HandleAsync(
        LegacyCall call, string handler, ImportParameters parameters, ImportFile file, CancellationToken cancellationToken) => handler switch
        {
            "SI" => SessionImport.RunAsync(call, parameters, file, cancellationToken),
            "gradual-DICOM" => DicomImport.OneAsync(call, parameters, file, cancellationToken),
            "XAR" => Task.FromResult(XarImport.Run(call, parameters, file)),
            _ => DicomImport.ZipAsync(call, parameters, file, cancellationToken),
        };

    private static string Handler(LegacyCall call)
    {
        string? named = call.Param("import-handler");
        if (string.IsNullOrEmpty(named))
        {
            return (call.Http.Request.ContentType ?? "").StartsWith("application/dicom", StringComparison.OrdinalIgnoreCase) ? "gradual-DICOM" : "SI";
        }

        return named switch
        {
            "DICOM-zip" or "SI" or "gradual-DICOM" or "inbox" or "XAR" or "automation" => named,
            _ => throw new ImportException(404, "Unsupported import handler"),
        };
    }

    private static void Check(LegacyCall call, ImportParameters parameters)
    {
        if (call.Context.Faults.Take(FaultNames.DiskFull))
        {
            throw new ImportException(507, "Insufficient storage");
        }

        if (parameters.PrearchiveCode == "1")
        {
            // A defect of the server: there is no way to use it (17.4).
            throw new ImportException(parameters.Project is null ? 500 : 400, "Invalid parameters for the archive operation.");
        }

        if (parameters.Project is not string name || name == PrearchiveEntry.Unassigned)
        {
            return;
        }

        lock (call.State.Sync)
        {
            if (Identifier.FindProject(call.State, name) is not SandboxProject project || !call.Caller.CanSee(project.Id))
            {
                throw new ImportException(404, "Unable to identify the project.");
            }

            if (!call.Caller.CanEdit(project.Id))
            {
                throw new ImportException(403, "The user has no permission to create sessions in this project.");
            }
        }
    }

    private static ImportFile CacheFile(LegacyCall call, string src) => UserCache.PathOf(call, src) is string path && File.Exists(path)
        ? new ImportFile(path, Path.GetFileName(path), isTemporary: false)
        : throw new ImportException(404, "Unable to find the source file.");
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using XnatTools.Sandbox.Core.Legacy;

namespace XnatTools.Sandbox.Core.Import;

/// <summary>
/// Takes the one file of an import request onto disk: as the body itself, or as a part of a multipart form, whose other parts
/// become parameters.
/// </summary>
internal static class ImportBody
{
    private const string NoFile = "File posts must include the file directly as the body of the message or be encoded as multipart/form-data.";
    private const int MaxFieldLength = 64 * 1024;

    /// <summary>A form is read before parameters are looked at.</summary>
    internal static bool IsMultipart(HttpRequest request) =>
        (request.ContentType ?? "").StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Saves the file to a temporary place.</summary>
    /// <exception cref="ImportException">400: there is no file, or several, or a body without length that is no zip.</exception>
    internal static async Task<ImportFile> TakeAsync(LegacyCall call)
    {
        HttpRequest request = call.Http.Request;
        if (IsMultipart(request))
        {
            return await FromFormAsync(call).ConfigureAwait(false) ?? throw NothingSent();
        }

        string type = request.ContentType ?? "";
        if (request.ContentLength is null or 0 && !type.StartsWith("application/zip", StringComparison.OrdinalIgnoreCase))
        {
            throw new ImportException(400, NoFile);
        }

        string path = NewPath(call);
        long length = await SaveAsync(request.Body, path, call.Http.RequestAborted).ConfigureAwait(false);
        if (length == 0)
        {
            File.Delete(path);
            throw new ImportException(400, NoFile);
        }

        return new ImportFile(path, "", isTemporary: true);
    }

    internal static ImportException NothingSent() => new(400, "Unable to identify the uploaded file.");

    /// <summary>Saves the file of a form, if it has one, and takes its fields as parameters.</summary>
    internal static async Task<ImportFile?> FromFormAsync(LegacyCall call)
    {
        string? boundary = MediaTypeHeaderValue.TryParse(call.Http.Request.ContentType, out MediaTypeHeaderValue? type)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;
        if (string.IsNullOrEmpty(boundary))
        {
            throw new ImportException(400, NoFile);
        }

        List<ImportFile> files = [];
        Dictionary<string, StringValues> fields = [];
        try
        {
            MultipartReader reader = new(boundary, call.Http.Request.Body);
            while (await reader.ReadNextSectionAsync(call.Http.RequestAborted).ConfigureAwait(false) is MultipartSection section)
            {
                ContentDispositionHeaderValue? place = section.GetContentDispositionHeader();
                if (place?.IsFileDisposition() == true)
                {
                    string path = NewPath(call);
                    files.Add(new ImportFile(path, Path.GetFileName(place.FileName.Value?.Trim('"') ?? ""), isTemporary: true));
                    await SaveAsync(section.Body, path, call.Http.RequestAborted).ConfigureAwait(false);
                }
                else if (place?.Name.Value is string name)
                {
                    fields[name.Trim('"')] = await TextAsync(section.Body, call.Http.RequestAborted).ConfigureAwait(false);
                }
            }

            call.AddForm(new FormCollection(fields));
            return files.Count switch
            {
                1 => files[0],
                0 => null,
                _ => throw new ImportException(400, "Importer is limited to one uploaded resource at a time."),
            };
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or ImportException)
        {
            files.ForEach(f => f.Dispose());
            throw exception is ImportException ? exception : new ImportException(400, NoFile);
        }
    }

    internal static string NewPath(LegacyCall call) => Path.Combine(call.State.TempFolder, Guid.NewGuid().ToString("N") + ".import");

    private static async Task<long> SaveAsync(Stream body, string path, CancellationToken cancellationToken)
    {
        try
        {
            FileStream target = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 17, FileOptions.Asynchronous);
            await using (target.ConfigureAwait(false))
            {
                await body.CopyToAsync(target, 1 << 17, cancellationToken).ConfigureAwait(false);
                return target.Length;
            }
        }
        catch
        {
            // A body that was cut off leaves nothing.
            File.Delete(path);
            throw;
        }
    }

    private static async Task<string> TextAsync(Stream body, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(body);
        char[] buffer = new char[MaxFieldLength];
        int length = await reader.ReadBlockAsync(buffer, cancellationToken).ConfigureAwait(false);
        return new string(buffer, 0, length);
    }
}

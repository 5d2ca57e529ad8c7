using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace XnatTools.Client;

/// <summary>The import service (POST /data/services/import): archives of DICOM objects on their way into prearchive or archive.</summary>
public sealed class ImportArea
{
    private readonly XnatHttp _http;

    internal ImportArea(XnatHttp http) => _http = http;

    /// <summary>
    /// Sends a zip of DICOM objects to the handler DICOM-zip. The body is made while it is sent, anew for each try; the call has no
    /// time limit as long as bytes go out, and the server then has the long time-out to answer.
    /// </summary>
    /// <param name="parameters">Project, labels and behaviour.</param>
    /// <param name="body">Makes the body; the action is to be called whenever bytes went out.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// Where the objects went, without /data: one address a study; empty when a series import filter dropped every object.
    /// </returns>
    /// <exception cref="XnatException">
    /// UploadBodyLost, Conflict, NotFound (project), PermissionDenied, ServerError, ConnectionFailed, or OutcomeUnknown: part of the
    /// objects may be there. Sending the same objects again does not double them.
    /// </exception>
    public async Task<IReadOnlyList<string>> SendZipAsync(ImportParameters parameters, Func<Action, HttpContent> body, CancellationToken cancellationToken)
    {
        XnatRequest request = XnatRequest.Upload("/data/services/import", body, XnatSubjectOfCall.ImportService).With("import-handler", "DICOM-zip");
        parameters.AddTo(request);
        XnatResponse response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        List<string> addresses = [];
        foreach (string line in response.Text().Split('\n'))
        {
            if (XnatPath.Bare(line) is string address)
            {
                addresses.Add(address);
            }
        }

        if (addresses.Count == 0 && response.Text().Trim().Length > 0)
        {
            throw ErrorMap.Make(request, XnatErrorCode.OutcomeUnknown, "The server's answer to the upload is not one of addresses.", response.Status, mayHaveActed: true);
        }

        return addresses;
    }

    /// <summary>Reads the beginning of a file of a prearchive or archive session.</summary>
    /// <param name="file">A file that a list named.</param>
    /// <param name="destination">Takes the bytes; more than asked for come when the server cannot send a part.</param>
    /// <param name="bytes">How many are wanted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task DownloadHeadAsync(XnatFile file, Stream destination, int bytes, CancellationToken cancellationToken)
    {
        if (!file.Url.StartsWith("/", StringComparison.Ordinal) || file.Url.IndexOf("..", StringComparison.Ordinal) >= 0)
        {
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "The file has no address.");
        }

        return _http.SendAsync(XnatRequest.Head("/data/{file}", "/data" + file.Url, bytes), destination, cancellationToken);
    }
}

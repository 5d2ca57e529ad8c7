using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Sandbox.Dqr;
using XnatTools.Sandbox.Queue;

namespace XnatTools.Sandbox.Pacs;

/// <summary>XNAT's own calls to a PACS, over real associations: C-ECHO, C-FIND and C-MOVE.</summary>
internal sealed class DicomPacsClient(PacsConnection connection, DqrChance chance, PluginGeneration generation) : IPacsClient, IPacsRetriever
{
    private const int MaximumStudies = 500;

    /// <summary>Run before a C-MOVE, so that the receivers listen as the list says.</summary>
    public Func<Task> BeforeMove { get; set; } = () => Task.CompletedTask;

    public async Task<bool> EchoAsync(SandboxPacs pacs, CancellationToken cancellationToken)
    {
        try
        {
            await using DicomAssociation association = await connection.OpenAsync(pacs, [PresentationContext.Verification()], cancellationToken).ConfigureAwait(false);
            return (await association.EchoAsync(cancellationToken).ConfigureAwait(false)).IsSuccess;
        }
        catch (DicomException)
        {
            return false;
        }
    }

    public async Task<IReadOnlyList<FoundStudy>> FindStudiesAsync(SandboxPacs pacs, PacsCriteria criteria, CancellationToken cancellationToken)
    {
        List<FoundStudy> studies = [];
        await RequireEchoAsync(pacs, cancellationToken).ConfigureAwait(false);
        try
        {
            DicomDataset keys = PacsKeys.Study(criteria);
            await using DicomAssociation association = await connection.OpenAsync(pacs, [PresentationContext.Find(DicomQueryRoot.Study)], cancellationToken).ConfigureAwait(false);
            await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, keys, cancellationToken).ConfigureAwait(false))
            {
                studies.Add(PacsKeys.ReadStudy(answer));
                if (studies.Count == MaximumStudies)
                {
                    break;
                }
            }

            return studies;
        }
        catch (DicomException exception)
        {
            throw new PacsQueryException(echo: false, "There was a problem running the C-FIND command", exception);
        }
    }

    public async Task<IReadOnlyList<FoundSeries>> FindSeriesAsync(SandboxPacs pacs, string studyInstanceUid, CancellationToken cancellationToken)
    {
        List<FoundSeries> series = [];
        await RequireEchoAsync(pacs, cancellationToken).ConfigureAwait(false);
        if (chance.Take(DqrFaultNames.NoSeries, studyInstanceUid + ";") is not null)
        {
            return series;
        }

        try
        {
            DicomDataset keys = PacsKeys.Series(studyInstanceUid);
            await using DicomAssociation association = await connection.OpenAsync(pacs, [PresentationContext.Find(DicomQueryRoot.Study)], cancellationToken).ConfigureAwait(false);
            await foreach (DicomDataset answer in association.FindAsync(DicomQueryRoot.Study, keys, cancellationToken).ConfigureAwait(false))
            {
                series.Add(PacsKeys.ReadSeries(answer, studyInstanceUid));
            }

            return series;
        }
        catch (DicomException exception)
        {
            throw new PacsQueryException(echo: false, "There was a problem running the C-FIND command", exception);
        }
    }

    public async Task MoveSeriesAsync(SandboxPacs pacs, string studyInstanceUid, string seriesInstanceUid, string destinationAe, CancellationToken cancellationToken)
    {
        if (chance.Take(DqrFaultNames.MoveFail, studyInstanceUid + ";") is not null)
        {
            throw Failed(DicomStatus.UnableToPerformSuboperations);
        }

        try
        {
            await BeforeMove().ConfigureAwait(false);
            await using DicomAssociation association = await connection.OpenAsync(pacs, [PresentationContext.Move(DicomQueryRoot.Study)], cancellationToken).ConfigureAwait(false);
            DicomRetrieveProgress result = await association.MoveAsync(
                DicomQueryRoot.Study, PacsKeys.Move(studyInstanceUid, seriesInstanceUid), destinationAe, null, cancellationToken).ConfigureAwait(false);

            // 1.x takes a series that the PACS does not find for a success.
            bool notFound = result.Completed + result.Failed + result.Warnings == 0 && result.Status.Code is >= 0xC000 and <= 0xCFFF;
            if (result.Status.Kind != DicomStatusKind.Success && !(notFound && generation == PluginGeneration.V1))
            {
                throw Failed(result.Status);
            }
        }
        catch (Exception exception) when (exception is DicomException or ArgumentException or SocketException)
        {
            throw new RetrieveException("There was a problem running the C-MOVE command");
        }
    }

    private async Task RequireEchoAsync(SandboxPacs pacs, CancellationToken cancellationToken)
    {
        if (!await EchoAsync(pacs, cancellationToken).ConfigureAwait(false))
        {
            throw new PacsQueryException(echo: true, "There was a problem running the C-ECHO command");
        }
    }

    private static RetrieveException Failed(DicomStatus status)
        => new(string.Create(CultureInfo.InvariantCulture, $"C-MOVE request failed with status {status.Code:X4}H"));
}

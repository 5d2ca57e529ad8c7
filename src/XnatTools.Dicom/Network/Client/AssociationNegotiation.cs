using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>The requestor's half of the negotiation.</summary>
internal static class AssociationNegotiation
{
    public const int LargestAssociatePdu = 256 * 1024;

    public static AssociatePdu Request(DicomNode node, DicomClientOptions options, List<PresentationContext> contexts)
    {
        AssociatePdu request = new()
        {
            CalledAETitle = node.AETitle,
            CallingAETitle = options.CallingAETitle,
            MaxPduLength = (uint)options.MaxPduLength,
            UserIdentity = options.UserIdentity,
        };
        if (options.AsynchronousOperations != 1)
        {
            request.AsynchronousOperations = ((ushort)options.AsynchronousOperations, 1);
        }

        HashSet<string> roles = new(StringComparer.Ordinal);
        foreach (PresentationContext context in contexts)
        {
            AssociatePdu.Context item = new() { Id = context.Id, AbstractSyntax = context.AbstractSyntax };
            item.TransferSyntaxes.AddRange(context.TransferSyntaxes);
            request.Contexts.Add(item);
            if (context.RequestorIsScp && roles.Add(context.AbstractSyntax))
            {
                request.Roles.Add((context.AbstractSyntax, false, true));
            }

            if (context.ExtendedNegotiation is { } information)
            {
                request.Extended.Add((context.AbstractSyntax, information));
            }
        }

        return request;
    }

    public static async Task<AssociatePdu> ReceiveAnswerAsync(DicomConnection connection)
    {
        if (!await connection.FillAsync(10).ConfigureAwait(false))
        {
            throw new DicomException(DicomErrorCode.Aborted, "The peer closed the connection without an answer to the association request.");
        }

        ReadOnlyMemory<byte> head = connection.Received;
        byte type = head.Span[0];
        uint length = BinaryPrimitives.ReadUInt32BigEndian(head.Span.Slice(2));
        switch (type)
        {
            case 2 when length <= LargestAssociatePdu:
                await connection.FillAsync(6 + (int)length).ConfigureAwait(false);
                AssociatePdu answer = AssociatePdu.Decode(AssociatePdu.AcceptType, connection.Received.Span.Slice(6, (int)length));
                connection.Take(6 + (int)length);
                return answer;
            case 3:
                throw new DicomRejectedException(head.Span[7], head.Span[8], head.Span[9]);
            case 7:
                throw new DicomException(DicomErrorCode.Aborted, "The peer aborted the association while it was requested: " + DimseChannel.ExplainAbort(head.Span[8], head.Span[9]) + ".") { Phase = "association request" };
            default:
                throw new DicomException(DicomErrorCode.Protocol, "The peer's answer to the association request is no DICOM.");
        }
    }

    public static void Apply(AssociatePdu answer, List<PresentationContext> contexts)
    {
        foreach (PresentationContext context in contexts)
        {
            context.Result = DicomContextResult.NoReason;
            AssociatePdu.Context? item = answer.Contexts.Find(candidate => candidate.Id == context.Id);
            if (item is null)
            {
                continue;
            }

            string? syntax = item.TransferSyntaxes.Count > 0 ? item.TransferSyntaxes[0] : null;
            context.Result = (DicomContextResult)Math.Min(item.Result, (byte)4);
            if (context.Result != DicomContextResult.Accepted)
            {
                continue;
            }

            // A syntax that was never proposed cannot be taken; the peer is not believed.
            bool offered = false;
            foreach (string candidate in context.TransferSyntaxes)
            {
                offered |= candidate == syntax;
            }

            if (!offered)
            {
                context.Result = DicomContextResult.TransferSyntaxesNotSupported;
                continue;
            }

            context.AcceptedTransferSyntax = syntax;
            foreach ((string uid, bool _, bool scp) in answer.Roles)
            {
                context.ScpRoleAccepted |= uid == context.AbstractSyntax && scp && context.RequestorIsScp;
            }
        }
    }
}

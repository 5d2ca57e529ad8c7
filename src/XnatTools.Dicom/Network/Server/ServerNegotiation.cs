using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace XnatTools.Dicom;

/// <summary>The acceptor's half of the negotiation.</summary>
internal static class ServerNegotiation
{
    public static async Task<AssociatePdu> ReceiveRequestAsync(DicomConnection connection)
    {
        if (!await connection.FillAsync(6).ConfigureAwait(false))
        {
            throw new DicomException(DicomErrorCode.Aborted, "The peer closed the connection without a request.");
        }

        byte type = connection.Received.Span[0];
        uint length = BinaryPrimitives.ReadUInt32BigEndian(connection.Received.Span.Slice(2));
        if (type != 1 || length > AssociationNegotiation.LargestAssociatePdu)
        {
            throw new DicomException(DicomErrorCode.Protocol, "The peer did not begin with an association request.");
        }

        await connection.FillAsync(6 + (int)length).ConfigureAwait(false);
        AssociatePdu request = AssociatePdu.Decode(AssociatePdu.RequestType, connection.Received.Span.Slice(6, (int)length));
        connection.Take(6 + (int)length);
        return request;
    }

    public static List<PresentationContext> ContextsOf(AssociatePdu request)
    {
        List<PresentationContext> contexts = [];
        HashSet<byte> ids = [];
        foreach (AssociatePdu.Context item in request.Contexts)
        {
            // PS3.8 9.3.2.2: odd and unique.
            if ((item.Id & 1) == 0 || !ids.Add(item.Id) || item.TransferSyntaxes.Count == 0)
            {
                throw new DicomException(DicomErrorCode.Protocol, "The peer's association request has a bad presentation context.");
            }

            bool scp = false;
            foreach ((string uid, bool _, bool isScp) in request.Roles)
            {
                scp |= uid == item.AbstractSyntax && isScp;
            }

            byte[]? extended = request.Extended.Find(entry => entry.Uid == item.AbstractSyntax).Information;
            contexts.Add(new PresentationContext(item.AbstractSyntax, item.TransferSyntaxes.ToArray()) { Id = item.Id, RequestorIsScp = scp, ExtendedNegotiation = extended });
        }

        return contexts;
    }

    public static AssociatePdu Accept(AssociatePdu request, DicomAssociationRequest association, DicomService service, DicomServerOptions options)
    {
        AssociatePdu answer = new()
        {
            Type = AssociatePdu.AcceptType,
            CalledAETitle = request.CalledAETitle,
            CallingAETitle = request.CallingAETitle,
            MaxPduLength = (uint)options.MaxPduLength,
        };
        association.OperationsWindow = 1;
        if (request.AsynchronousOperations is { } proposed)
        {
            // What it may invoke, as far as we let it; what we invoke ourselves (C-GET) comes one after the other.
            int most = Math.Min(Math.Max(options.AsynchronousOperations, 1), ushort.MaxValue);
            association.OperationsWindow = proposed.Invoked == 0 ? most : Math.Min(most, proposed.Invoked);
            answer.AsynchronousOperations = ((ushort)association.OperationsWindow, 1);
        }

        if (request.UserIdentityAnswerWanted && request.UserIdentity is not null)
        {
            answer.UserIdentityAnswer = [];
        }

        HashSet<string> roles = new(StringComparer.Ordinal);
        foreach (PresentationContext context in association.Contexts)
        {
            Decide(context, service.SupportsClass(context.AbstractSyntax, association), options);
            AssociatePdu.Context item = new() { Id = context.Id, Result = (byte)context.Result };

            // PS3.8 9.3.3.2: not significant when rejected, but peers want one there.
            item.TransferSyntaxes.Add(context.AcceptedTransferSyntax ?? context.TransferSyntaxes[0]);
            answer.Contexts.Add(item);
            if (context.ScpRoleAccepted && roles.Add(context.AbstractSyntax))
            {
                bool scu = request.Roles.Find(role => role.Uid == context.AbstractSyntax).Scu;
                answer.Roles.Add((context.AbstractSyntax, scu, true));
            }
        }

        return answer;
    }

    private static void Decide(PresentationContext context, bool supported, DicomServerOptions options)
    {
        if (!supported)
        {
            context.Result = DicomContextResult.AbstractSyntaxNotSupported;
            return;
        }

        foreach (string syntax in context.TransferSyntaxes)
        {
            if (IsAccepted(syntax, options))
            {
                context.Result = DicomContextResult.Accepted;
                context.AcceptedTransferSyntax = syntax;
                context.ScpRoleAccepted = context.RequestorIsScp;
                return;
            }
        }

        context.Result = DicomContextResult.TransferSyntaxesNotSupported;
    }

    private static bool IsAccepted(string syntax, DicomServerOptions options)
    {
        if (options.TransferSyntaxes is not { } accepted)
        {
            return DicomUids.TryGet(syntax, out DicomUidEntry? entry) && entry.Kind == DicomUidKind.TransferSyntax;
        }

        foreach (string candidate in accepted)
        {
            if (candidate == syntax)
            {
                return true;
            }
        }

        return false;
    }
}

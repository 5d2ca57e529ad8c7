using System;
using System.Collections.Generic;

namespace XnatTools.Dicom;

/// <summary>A SOP class with the transfer syntaxes proposed for it, and the answer.</summary>
public sealed class PresentationContext
{
    internal static readonly string[] s_plain = [DicomUids.ExplicitVRLittleEndian, DicomUids.ImplicitVRLittleEndian];

    /// <summary>Proposes a class.</summary>
    /// <param name="abstractSyntax">UID of the SOP class.</param>
    /// <param name="transferSyntaxes">Transfer syntaxes, the dearest first; explicit and implicit little endian when none are given.</param>
    public PresentationContext(string abstractSyntax, params string[] transferSyntaxes)
    {
        AbstractSyntax = abstractSyntax ?? throw new ArgumentNullException(nameof(abstractSyntax));
        TransferSyntaxes = transferSyntaxes is { Length: > 0 } ? transferSyntaxes : s_plain;
    }

    /// <summary>Number in the association, odd, given when it is requested.</summary>
    public byte Id { get; internal set; }

    /// <summary>UID of the SOP class.</summary>
    public string AbstractSyntax { get; }

    /// <summary>UIDs of the transfer syntaxes that were proposed.</summary>
    public IReadOnlyList<string> TransferSyntaxes { get; }

    /// <summary>The requestor takes the SCP's part for this class (C-GET: it is sent to). Needs the acceptor's consent.</summary>
    public bool RequestorIsScp { get; init; }

    /// <summary>What became of it.</summary>
    public DicomContextResult Result { get; internal set; } = DicomContextResult.Proposed;

    /// <summary>The transfer syntax chosen, when it was accepted.</summary>
    public string? AcceptedTransferSyntax { get; internal set; }

    /// <summary>The acceptor agreed that the requestor may be SCP.</summary>
    public bool ScpRoleAccepted { get; internal set; }

    /// <summary>Content of extended negotiation for the class (item 56H), or null.</summary>
    public byte[]? ExtendedNegotiation { get; init; }

    /// <summary>Says which class, in which syntax, was not accepted, and what the peer gave as its reason.</summary>
    internal static DicomException NotAccepted(IReadOnlyList<PresentationContext> contexts, string sopClass, string? syntax)
    {
        DicomContextResult? result = null;
        foreach (PresentationContext context in contexts)
        {
            bool fits = context.AbstractSyntax == sopClass && (syntax is null || ((IList<string>)[.. context.TransferSyntaxes]).Contains(syntax));
            result = fits && result != DicomContextResult.Accepted ? context.Result : result;
        }

        string why = result switch
        {
            null => "it was not proposed",
            DicomContextResult.Accepted => "not with us in the part of the SCP",
            DicomContextResult.UserRejection => "its user rejects it",
            DicomContextResult.AbstractSyntaxNotSupported => "it does not support the SOP class",
            DicomContextResult.TransferSyntaxesNotSupported => "it supports the SOP class, but not the transfer syntax",
            _ => "it gives no reason",
        };
        return new DicomException(
            DicomErrorCode.ContextNotAccepted,
            $"The peer did not accept {DicomUids.NameOf(sopClass)}{(syntax is null ? "" : " in " + DicomUids.NameOf(syntax))}: {why}.");
    }

    /// <summary>Verification, for C-ECHO.</summary>
    public static PresentationContext Verification() => new(DicomUids.Verification, DicomUids.ImplicitVRLittleEndian, DicomUids.ExplicitVRLittleEndian);

    /// <summary>The find class of an information model.</summary>
    public static PresentationContext Find(DicomQueryRoot root) => new(root switch
    {
        DicomQueryRoot.Patient => DicomUids.PatientRootFind,
        DicomQueryRoot.Worklist => DicomUids.ModalityWorklistFind,
        _ => DicomUids.StudyRootFind,
    });

    /// <summary>The move class of an information model.</summary>
    public static PresentationContext Move(DicomQueryRoot root) => new(root == DicomQueryRoot.Patient ? DicomUids.PatientRootMove : DicomUids.StudyRootMove);

    /// <summary>The get class of an information model.</summary>
    public static PresentationContext Get(DicomQueryRoot root) => new(root == DicomQueryRoot.Patient ? DicomUids.PatientRootGet : DicomUids.StudyRootGet);

    /// <summary>Storage of a class in these syntaxes, one context a syntax, so that each object can go as it is.</summary>
    public static IEnumerable<PresentationContext> Storage(string sopClassUid, IEnumerable<string> transferSyntaxes)
    {
        bool plain = false;
        foreach (string syntax in transferSyntaxes)
        {
            if (new DicomTransferSyntax(syntax).IsNative && !new DicomTransferSyntax(syntax).IsBigEndian && !new DicomTransferSyntax(syntax).IsDeflated)
            {
                plain = true;
            }
            else
            {
                yield return new PresentationContext(sopClassUid, syntax);
            }
        }

        if (plain)
        {
            yield return new PresentationContext(sopClassUid, DicomUids.ExplicitVRLittleEndian);
            yield return new PresentationContext(sopClassUid, DicomUids.ImplicitVRLittleEndian);
        }
    }

    /// <summary>Storage of just these files: one context for each class and syntax among them.</summary>
    /// <exception cref="DicomException">A file is not DICOM, or more than 128 contexts would be needed.</exception>
    public static IReadOnlyList<PresentationContext> StorageOf(IEnumerable<string> paths)
    {
        SortedDictionary<string, SortedSet<string>> classes = new(StringComparer.Ordinal);
        foreach (string path in paths ?? throw new ArgumentNullException(nameof(paths)))
        {
            (string sopClass, string syntax) = StoreSender.ClassOf(path);
            if (!classes.TryGetValue(sopClass, out SortedSet<string>? syntaxes))
            {
                syntaxes = new SortedSet<string>(StringComparer.Ordinal);
                classes.Add(sopClass, syntaxes);
            }

            syntaxes.Add(syntax);
            if (new DicomTransferSyntax(syntax).IsNative)
            {
                syntaxes.Add(DicomUids.ExplicitVRLittleEndian);
            }
        }

        List<PresentationContext> contexts = [];
        foreach (KeyValuePair<string, SortedSet<string>> pair in classes)
        {
            contexts.AddRange(Storage(pair.Key, pair.Value));
        }

        return contexts.Count <= 128
            ? contexts
            : throw new DicomException(DicomErrorCode.LimitExceeded, "The files are of more classes and syntaxes than one association can have; send them in parts.");
    }
}

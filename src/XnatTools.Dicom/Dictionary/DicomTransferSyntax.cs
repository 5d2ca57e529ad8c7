using System;

namespace XnatTools.Dicom;

/// <summary>How a data set is written, told from the UID (PS3.5 10 and annex A).</summary>
public readonly struct DicomTransferSyntax : IEquatable<DicomTransferSyntax>
{
    public static readonly DicomTransferSyntax ImplicitLittleEndian = new(DicomUids.ImplicitVRLittleEndian);
    public static readonly DicomTransferSyntax ExplicitLittleEndian = new(DicomUids.ExplicitVRLittleEndian);
    public static readonly DicomTransferSyntax ExplicitBigEndian = new(DicomUids.ExplicitVRBigEndian);
    public static readonly DicomTransferSyntax Deflated = new(DicomUids.DeflatedExplicitVRLittleEndian);

    private readonly string? _uid;

    /// <summary>The syntax with that UID; every syntax that is not one of the four plain ones is encapsulated explicit little endian.</summary>
    public DicomTransferSyntax(string uid) => _uid = uid;

    /// <summary>The UID.</summary>
    public string Uid => _uid ?? DicomUids.ImplicitVRLittleEndian;

    /// <summary>Name for people.</summary>
    public string Name => DicomUids.NameOf(Uid);

    /// <summary>Elements carry no representation.</summary>
    public bool IsImplicit => Uid == DicomUids.ImplicitVRLittleEndian;

    /// <summary>Numbers have their high byte first.</summary>
    public bool IsBigEndian => Uid == DicomUids.ExplicitVRBigEndian;

    /// <summary>The data set is compressed as a whole (deflate).</summary>
    public bool IsDeflated => Uid is DicomUids.DeflatedExplicitVRLittleEndian or "1.2.840.10008.1.2.4.95" or "1.2.840.10008.1.2.4.205";

    /// <summary>Pixel data is uncompressed and not in fragments.</summary>
    public bool IsNative => IsImplicit || IsBigEndian || Uid is DicomUids.ExplicitVRLittleEndian or DicomUids.DeflatedExplicitVRLittleEndian;

    public static bool operator ==(DicomTransferSyntax left, DicomTransferSyntax right) => left.Equals(right);

    public static bool operator !=(DicomTransferSyntax left, DicomTransferSyntax right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(DicomTransferSyntax other) => Uid == other.Uid;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DicomTransferSyntax other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Uid);

    /// <inheritdoc/>
    public override string ToString() => Uid;
}

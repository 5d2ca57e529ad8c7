using System;
using System.Runtime.CompilerServices;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>A place that a path leads to.</summary>
internal readonly struct PathMatch(DicomDataset dataset, DicomTag tag) : IEquatable<PathMatch>
{
    public DicomDataset Dataset { get; } = dataset;

    public DicomTag Tag { get; } = tag;

    public bool Equals(PathMatch other) => ReferenceEquals(Dataset, other.Dataset) && Tag == other.Tag;

    public override bool Equals(object? obj) => obj is PathMatch other && Equals(other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(Dataset) ^ Tag.GetHashCode();
}

using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>
/// Blacks out a rectangle, or notes it to do so when the object is written. It throws <see cref="DicomException"/> when it
/// cannot: the run ends with an error then. The language itself writes what the standard asks for into the header.
/// </summary>
/// <param name="dataset">The data set, with pixel data.</param>
/// <param name="region">Not clipped to the image.</param>
public delegate void DicomPixelEditor(DicomDataset dataset, DicomPixelRegion region);

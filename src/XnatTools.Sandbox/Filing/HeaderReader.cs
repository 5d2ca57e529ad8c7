using XnatTools.Dicom;

namespace XnatTools.Sandbox.Filing;

/// <summary>Reads the header that decides where a file goes.</summary>
internal static class HeaderReader
{
    /// <summary>The header of a file.</summary>
    /// <exception cref="DicomException">It is no DICOM file.</exception>
    internal static ArrivedHeader Read(string path)
    {
        using DicomFile file = DicomFile.Open(path, DicomReadOptions.Header);
        return Of(file.Dataset);
    }

    /// <summary>The header in a data set; what it lacks is "".</summary>
    internal static ArrivedHeader Of(DicomDataset dataset)
    {
        string Text(DicomTag tag) => dataset.GetString(tag) ?? "";
        return new ArrivedHeader
        {
            StudyInstanceUid = Text(DicomTags.StudyInstanceUid),
            SeriesInstanceUid = Text(DicomTags.SeriesInstanceUid),
            SopInstanceUid = Text(DicomTags.SopInstanceUid),
            SopClassUid = Text(DicomTags.SopClassUid),
            Modality = Text(DicomTags.Modality),
            SeriesNumber = Text(DicomTags.SeriesNumber),
            InstanceNumber = Text(DicomTags.InstanceNumber),
            SeriesDescription = Text(DicomTags.SeriesDescription),
            StudyDescription = Text(DicomTags.StudyDescription),
            AccessionNumber = Text(DicomTags.AccessionNumber),
            StudyId = Text(DicomTags.StudyId),
            PatientName = Text(DicomTags.PatientName),
            PatientId = Text(DicomTags.PatientId),
            StudyDate = Text(DicomTags.StudyDate),
            StudyTime = Text(DicomTags.StudyTime),
            PatientComments = Text(DicomTags.PatientComments),
            StudyComments = Text(new DicomTag(0x0032, 0x4000)),
            AdditionalPatientHistory = Text(new DicomTag(0x0010, 0x21B0)),
            StationName = Text(DicomTags.StationName),
            Frames = dataset.GetInt32(DicomTags.NumberOfFrames) is int frames and > 0 ? frames : 1,
        };
    }
}

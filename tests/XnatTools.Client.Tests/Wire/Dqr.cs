using System;
using System.Collections.Generic;

namespace XnatTools.Client.Tests;

/// <summary>Invented requests and objects.</summary>
internal static class Dqr
{
    public static DqrImportRequest One(params PacsStudy[] studies) => new()
    {
        PacsId = 1,
        ReceiverAETitle = "XNAT",
        ReceiverPort = 8104,
        Project = "DEMO",
        RequestId = "job-7/03",
        Studies = studies.Length > 0 ? studies : [Study("2.25.1001")],
    };

    public static PacsStudy Study(string uid, string subject = "S001", string session = "S001_1") =>
        new() { StudyInstanceUid = uid, PacsId = 1, Labels = new RelabelMap { Subject = subject, Session = session } };

    public static PrearchiveSession Session(string folder = "S1") => new()
    {
        Project = "DEMO",
        Timestamp = "20240501_101112345",
        Folder = folder,
        Url = "/prearchive/projects/DEMO/20240501_101112345/" + folder,
    };
}

namespace XnatTools.Client;

/// <summary>What a call was about. The server's "null" messages are translated by it.</summary>
internal enum XnatSubjectOfCall
{
    Other,
    Login,
    Pacs,
    PacsQuery,
    DqrImport,
    DqrQueue,
    DqrSettings,
    Prearchive,
    ArchiveService,
    HeaderDump,
    ImportService,
}

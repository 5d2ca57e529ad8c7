using System;
using System.Collections.Generic;

namespace XnatTools;

/// <summary>
/// A named fault. Codes are part of the contract with scripts: Pascal case, never reused, listed in
/// about_XnatTools_Errors. A script sees <c>Id,XnatTools.Commands.Class</c> as the fully qualified error id.
/// </summary>
public sealed class XnatErrorCode
{
    private static readonly Dictionary<string, XnatErrorCode> s_all = new(StringComparer.Ordinal);

    private XnatErrorCode(string id, XnatErrorCategory category, XnatErrorKind kind, bool terminating, string advice)
    {
        Id = id;
        Category = category;
        Kind = kind;
        IsTerminating = terminating;
        Advice = advice;
        s_all.Add(id, this);
    }

    /// <summary>The stable name.</summary>
    public string Id { get; }

    /// <summary>The matching PowerShell category.</summary>
    public XnatErrorCategory Category { get; }

    /// <summary>Who has to act.</summary>
    public XnatErrorKind Kind { get; }

    /// <summary>True when no later row of the same pipeline can succeed.</summary>
    public bool IsTerminating { get; }

    /// <summary>What to do, in one sentence.</summary>
    public string Advice { get; }

    /// <summary>Every code there is.</summary>
    public static IReadOnlyCollection<XnatErrorCode> All => s_all.Values;

    public static XnatErrorCode NotConnected { get; } = End("XnatNotConnected", XnatErrorCategory.ConnectionError, XnatErrorKind.User, "Run Connect-Xnat first, or pass -Connection.");

    public static XnatErrorCode ConnectionFailed { get; } = End("XnatConnectionFailed", XnatErrorCategory.ConnectionError, XnatErrorKind.Server, "Check the address, that you are on the hospital network or its VPN, and any proxy.");

    public static XnatErrorCode TlsFailed { get; } = End("XnatTlsFailed", XnatErrorCategory.SecurityError, XnatErrorKind.Server, "Install the hospital's certificate authority, or name the server's certificate with -CertificateThumbprint.");

    public static XnatErrorCode AuthenticationFailed { get; } = End("XnatAuthenticationFailed", XnatErrorCategory.AuthenticationError, XnatErrorKind.User, "Check user name and password. Do not retry in a loop: XNAT locks an account after repeated failures.");

    public static XnatErrorCode SessionLost { get; } = End("XnatSessionLost", XnatErrorCategory.AuthenticationError, XnatErrorKind.Server, "The server ended the session and a new login did not help; run Connect-Xnat again.");

    public static XnatErrorCode PasswordExpired { get; } = End("XnatPasswordExpired", XnatErrorCategory.AuthenticationError, XnatErrorKind.User, "Log in to XNAT's web page once and set a new password.");

    public static XnatErrorCode AccountInactive { get; } = End("XnatAccountInactive", XnatErrorCategory.AuthenticationError, XnatErrorKind.User, "Ask an XNAT administrator to enable or verify the account.");

    public static XnatErrorCode PermissionDenied { get; } = Row("XnatPermissionDenied", XnatErrorCategory.PermissionDenied, XnatErrorKind.User, "Ask a project owner or XNAT administrator for the right.");

    public static XnatErrorCode NotFound { get; } = Row("XnatNotFound", XnatErrorCategory.ObjectNotFound, XnatErrorKind.User, "Check the name; XNAT also answers 'not found' where the right to read is missing.");

    public static XnatErrorCode Conflict { get; } = Row("XnatConflict", XnatErrorCategory.ResourceExists, XnatErrorKind.User, "Choose another label, or say explicitly what may be overwritten.");

    public static XnatErrorCode Locked { get; } = Row("XnatLocked", XnatErrorCategory.ResourceBusy, XnatErrorKind.Server, "Wait until the server has finished with it, then try again.");

    public static XnatErrorCode RequestRejected { get; } = Row("XnatRequestRejected", XnatErrorCategory.InvalidArgument, XnatErrorKind.User, "Correct what the message names.");

    public static XnatErrorCode ServerBusy { get; } = Row("XnatServerBusy", XnatErrorCategory.ResourceBusy, XnatErrorKind.Server, "Try again later.");

    public static XnatErrorCode ServerError { get; } = Row("XnatServerError", XnatErrorCategory.ResourceUnavailable, XnatErrorKind.Server, "Look at the server's log for the time of the call, or try again later.");

    public static XnatErrorCode Timeout { get; } = Row("XnatTimeout", XnatErrorCategory.OperationTimeout, XnatErrorKind.Server, "The server may still be working: look at its state before repeating, or raise -TimeoutSec.");

    public static XnatErrorCode UnexpectedResponse { get; } = Row("XnatUnexpectedResponse", XnatErrorCategory.InvalidResult, XnatErrorKind.Server, "Check that the address is that of an XNAT site and that no proxy answers in its place.");

    public static XnatErrorCode OutcomeUnknown { get; } = Row("XnatOutcomeUnknown", XnatErrorCategory.InvalidResult, XnatErrorKind.Server, "The call may or may not have been carried out: look at queue and history before repeating it.");

    public static XnatErrorCode DqrNotInstalled { get; } = End("XnatDqrNotInstalled", XnatErrorCategory.ObjectNotFound, XnatErrorKind.Server, "Ask the XNAT administrator to install the DICOM Query-Retrieve plugin.");

    public static XnatErrorCode DqrNotEnabled { get; } = End("XnatDqrNotEnabled", XnatErrorCategory.PermissionDenied, XnatErrorKind.User, "Ask an XNAT administrator to enable DQR for the project.");

    public static XnatErrorCode PacsNotFound { get; } = End("XnatPacsNotFound", XnatErrorCategory.ObjectNotFound, XnatErrorKind.User, "Get-XnatPacs lists the PACS that XNAT knows.");

    public static XnatErrorCode PacsNotQueryable { get; } = End("XnatPacsNotQueryable", XnatErrorCategory.InvalidOperation, XnatErrorKind.User, "Choose a PACS whose Queryable is true.");

    public static XnatErrorCode PacsUnreachable { get; } = Row("PacsUnreachable", XnatErrorCategory.ConnectionError, XnatErrorKind.Server, "Test-XnatPacs, or Test-DicomNode for a node, shows whether it answers; look at address and port, wait, or tell the PACS team.");

    public static XnatErrorCode PacsQueryFailed { get; } = Row("PacsQueryFailed", XnatErrorCategory.ProtocolError, XnatErrorKind.Server, "Ask this row again alone, or look at the PACS.");

    public static XnatErrorCode PacsStudyNotFound { get; } = Row("PacsStudyNotFound", XnatErrorCategory.ObjectNotFound, XnatErrorKind.User, "Check the identifiers of the row; leading zeros are often lost in spreadsheets.");

    public static XnatErrorCode PacsStudyAmbiguous { get; } = Row("PacsStudyAmbiguous", XnatErrorCategory.InvalidData, XnatErrorKind.User, "Narrow the row (accession number or study date), or allow several with -MaximumStudies and number the sessions.");

    public static XnatErrorCode PacsAnswerCapped { get; } = Row("PacsAnswerCapped", XnatErrorCategory.LimitsExceeded, XnatErrorKind.User, "The answer may have been cut off at the server's limit: narrow the search, for example by a shorter date range.");

    public static XnatErrorCode PacsCriteriaTooBroad { get; } = Row("PacsCriteriaTooBroad", XnatErrorCategory.InvalidArgument, XnatErrorKind.User, "Give an accession number, a study UID, or a patient ID.");

    public static XnatErrorCode PacsAssociationRejected { get; } = Row("PacsAssociationRejected", XnatErrorCategory.ConnectionError, XnatErrorKind.Server, "Check both AE titles with the PACS team.");

    public static XnatErrorCode PacsCalledAETitleUnknown { get; } = Row("PacsCalledAETitleUnknown", XnatErrorCategory.ConnectionError, XnatErrorKind.User, "The node does not go by that AE title: ask the PACS team which one to call.");

    public static XnatErrorCode PacsCallingAETitleUnknown { get; } = Row("PacsCallingAETitleUnknown", XnatErrorCategory.ConnectionError, XnatErrorKind.Server, "The node does not let our AE title in: have it registered with this machine's address, or name the registered one with -CallingAETitle.");

    public static XnatErrorCode NodeInvalid { get; } = End("DicomNodeInvalid", XnatErrorCategory.InvalidArgument, XnatErrorKind.User, "Write the node as AET@host:port; AE titles have 1 to 16 characters of ASCII.");

    public static XnatErrorCode PacsContextRefused { get; } = Row("PacsContextRefused", XnatErrorCategory.ProtocolError, XnatErrorKind.Server, "The node does not offer what the message names: ask the PACS team to allow it for our AE title.");

    public static XnatErrorCode PacsOutOfResources { get; } = Row("PacsOutOfResources", XnatErrorCategory.ResourceUnavailable, XnatErrorKind.Server, "The PACS has no room for the request: narrow it, ask for less at a time, or try later.");

    public static XnatErrorCode PacsAborted { get; } = Row("PacsAborted", XnatErrorCategory.ConnectionError, XnatErrorKind.Server, "The connection broke in the middle: run the command again, it goes on where it was.");

    public static XnatErrorCode PacsTimedOut { get; } = Row("PacsTimedOut", XnatErrorCategory.OperationTimeout, XnatErrorKind.Server, "The node fell silent in the phase that the message names: raise the time-out, or ask the PACS team.");

    public static XnatErrorCode PacsMoveDestinationUnknown { get; } = Row("PacsMoveDestinationUnknown", XnatErrorCategory.ObjectNotFound, XnatErrorKind.Server, "The PACS does not know our receiver: have its AE title, address and port registered there, or let C-GET be allowed.");

    public static XnatErrorCode PacsRetrieveRefused { get; } = Row("PacsRetrieveRefused", XnatErrorCategory.PermissionDenied, XnatErrorKind.Server, "The PACS allows neither C-GET nor a C-MOVE to our receiver: ask the PACS team, and give -ListenPort for C-MOVE.");

    public static XnatErrorCode ReceiveIncomplete { get; } = Row("PacsReceiveIncomplete", XnatErrorCategory.InvalidResult, XnatErrorKind.Server, "Run the command again with the same staging folder: only what is missing is asked for. The object names series and instances.");

    public static XnatErrorCode ReceiveConflict { get; } = Row("PacsReceiveConflict", XnatErrorCategory.InvalidData, XnatErrorKind.Server, "The PACS sent two different objects under one UID: remove the study from staging, ask the PACS team, and receive it again.");

    public static XnatErrorCode ReceiveListenFailed { get; } = End("PacsReceiveListenFailed", XnatErrorCategory.ResourceBusy, XnatErrorKind.User, "Choose another address or port for the receiver, or end the program that holds it.");

    public static XnatErrorCode ReceiveDiskFull { get; } = Row("PacsReceiveDiskFull", XnatErrorCategory.WriteError, XnatErrorKind.User, "Make room on the staging disk, then run the command again: it goes on where it was.");

    public static XnatErrorCode ReceiveStudyInUse { get; } = Row("PacsReceiveStudyInUse", XnatErrorCategory.ResourceBusy, XnatErrorKind.User, "Wait until the other run has ended and run the command again, or give each run a staging folder of its own.");

    public static XnatErrorCode ReceiveWindowClosed { get; } = Row("PacsReceiveWindowClosed", XnatErrorCategory.OperationTimeout, XnatErrorKind.User, "Run the command again in the next window: it goes on where it was.");

    public static XnatErrorCode ReceiverNotFound { get; } = End("XnatReceiverNotFound", XnatErrorCategory.ObjectNotFound, XnatErrorKind.User, "Name an enabled DICOM receiver of XNAT with -Receiver AE:port.");

    public static XnatErrorCode RelabelImpossible { get; } = End("XnatRelabelImpossible", XnatErrorCategory.InvalidOperation, XnatErrorKind.User, "The receiver cannot relabel, so original identifiers would arrive: ask an administrator to enable custom processing on it.");

    public static XnatErrorCode AnonymizationMissing { get; } = End("XnatAnonymizationMissing", XnatErrorCategory.SecurityError, XnatErrorKind.User, "Give the project an anonymisation script and switch it on, or leave out -RequireAnonymization.");

    public static XnatErrorCode ImportNotAccepted { get; } = Row("XnatImportNotAccepted", XnatErrorCategory.InvalidResult, XnatErrorKind.Server, "The server left this study out without saying why: check that the PACS still has it, then run the import again.");

    public static XnatErrorCode ImportFailed { get; } = Row("XnatImportFailed", XnatErrorCategory.ResourceUnavailable, XnatErrorKind.Server, "Get-XnatImportHistory shows the server's reason; without one, check the receiver's AE title and port.");

    public static XnatErrorCode ImportIncomplete { get; } = Row("XnatImportIncomplete", XnatErrorCategory.InvalidResult, XnatErrorKind.Server, "Fewer series or images arrived than the PACS has: import the study again, or use the direct route.");

    public static XnatErrorCode ImportBlocked { get; } = Row("XnatImportBlocked", XnatErrorCategory.InvalidOperation, XnatErrorKind.User, "Mend what the message names, then run the import again.");

    public static XnatErrorCode ImportTimedOut { get; } = Row("XnatImportTimedOut", XnatErrorCategory.OperationTimeout, XnatErrorKind.Server, "The import goes on at the server: follow it with Get-XnatImportQueue and Get-XnatPrearchive.");

    public static XnatErrorCode CanaryFailed { get; } = End("XnatCanaryFailed", XnatErrorCategory.SecurityError, XnatErrorKind.Server, "Look at the session in the prearchive and at the anonymisation scripts; delete what should not have arrived, then resume.");

    public static XnatErrorCode PolicyChanged { get; } = End("XnatPolicyChanged", XnatErrorCategory.InvalidOperation, XnatErrorKind.Server, "Ask who changed it and why. Put it back, or, when the change is meant, go on with Resume-XnatDqrImport: the first study goes alone again, and a sample has to be signed off again (-Approve).");

    public static XnatErrorCode ServerAway { get; } = End("XnatServerAway", XnatErrorCategory.ConnectionError, XnatErrorKind.Server, "The ledger knows how far the import came: resume it when the server answers again.");

    public static XnatErrorCode LabelInvalid { get; } = Row("XnatLabelInvalid", XnatErrorCategory.InvalidData, XnatErrorKind.User, "Use letters, digits, _ and - only.");

    public static XnatErrorCode LabelTaken { get; } = Row("XnatLabelTaken", XnatErrorCategory.ResourceExists, XnatErrorKind.User, "Session labels are unique in the whole project: choose another.");

    public static XnatErrorCode CsvFileNotFound { get; } = End("CsvFileNotFound", XnatErrorCategory.ObjectNotFound, XnatErrorKind.User, "Check the path.");

    public static XnatErrorCode CsvUnreadable { get; } = End("CsvUnreadable", XnatErrorCategory.InvalidData, XnatErrorKind.User, "Save the sheet as CSV UTF-8, or name its encoding with -Encoding.");

    public static XnatErrorCode CsvHeaderInvalid { get; } = End("CsvHeaderInvalid", XnatErrorCategory.InvalidData, XnatErrorKind.User, "Run Test-XnatCsv; New-XnatCsv makes a template with the right headings.");

    public static XnatErrorCode CsvRowInvalid { get; } = Row("CsvRowInvalid", XnatErrorCategory.InvalidData, XnatErrorKind.User, "Run Test-XnatCsv for line, column and cure.");

    public static XnatErrorCode ProfileInvalid { get; } = End("XnatProfileInvalid", XnatErrorCategory.InvalidData, XnatErrorKind.User, "Correct the profile file at the line and column named; about_XnatTools_Profiles lists what may stand in it.");

    public static XnatErrorCode ProfileBroken { get; } = End("XnatProfileBroken", XnatErrorCategory.InvalidData, XnatErrorKind.User, "Ask the PACS by the keys that its profile allows, or correct the profile.");

    public static XnatErrorCode JsonInvalid { get; } = End("DqrJsonInvalid", XnatErrorCategory.InvalidData, XnatErrorKind.User, "Correct the text at the position named, or save the answer of the server again.");

    public static XnatErrorCode FileExists { get; } = Row("XnatFileExists", XnatErrorCategory.ResourceExists, XnatErrorKind.User, "Choose another path, or use -Force.");

    public static XnatErrorCode FileWriteFailed { get; } = End("XnatFileWriteFailed", XnatErrorCategory.WriteError, XnatErrorKind.User, "Check the folder, your rights in it and the free space.");

    public static XnatErrorCode DicomInvalid { get; } = Row("DicomInvalid", XnatErrorCategory.InvalidData, XnatErrorKind.User, "The file is damaged or is not DICOM.");

    public static XnatErrorCode DicomFileNotFound { get; } = Row("DicomFileNotFound", XnatErrorCategory.ObjectNotFound, XnatErrorKind.User, "Check the path; -LiteralPath takes it as it stands.");

    public static XnatErrorCode DicomFileUnreadable { get; } = Row("DicomFileUnreadable", XnatErrorCategory.ReadError, XnatErrorKind.User, "Check your right to read the file, and that no other program holds it.");

    public static XnatErrorCode DicomStoreFailed { get; } = Row("DicomStoreFailed", XnatErrorCategory.InvalidResult, XnatErrorKind.Server, "The receiver did not take the file: look at its status, then send the file again.");

    public static XnatErrorCode DicomNodeIsPacs { get; } = End("DicomNodeIsPacs", XnatErrorCategory.SecurityError, XnatErrorKind.User, "XnatTools never stores to a PACS: name one of XNAT's own receivers with -Receiver AE:port.");

    public static XnatErrorCode DicomEditInvalid { get; } = End("DicomEditInvalid", XnatErrorCategory.InvalidData, XnatErrorKind.User, "Correct the script; Test-DicomEditScript lists everything that is wrong with it.");

    public static XnatErrorCode DicomEditFailed { get; } = Row("DicomEditFailed", XnatErrorCategory.InvalidResult, XnatErrorKind.User, "Nothing was written for the file: correct the script or leave the file out.");

    public static XnatErrorCode DicomEditRejected { get; } = Row("DicomEditRejected", XnatErrorCategory.InvalidResult, XnatErrorKind.User, "The script says that such objects must not be used; leave the file out.");

    public static XnatErrorCode DicomOutputExists { get; } = Row("DicomOutputExists", XnatErrorCategory.ResourceExists, XnatErrorKind.User, "Choose an empty destination or another -NameTemplate, or use -Force to replace what is there.");

    public static XnatErrorCode DicomIdentityFound { get; } = Row("DicomIdentityFound", XnatErrorCategory.SecurityError, XnatErrorKind.User, "Look at the findings; the data must not leave the house before they are gone.");

    public static XnatErrorCode DicomNodeFailed { get; } = Row("DicomNodeFailed", XnatErrorCategory.ConnectionError, XnatErrorKind.Server, "Check host, port and both AE titles.");

    public static XnatErrorCode PrearchiveBusy { get; } = Row("XnatPrearchiveBusy", XnatErrorCategory.ResourceBusy, XnatErrorKind.Server, "Wait until the session is READY, then try again.");

    public static XnatErrorCode PrearchiveFailed { get; } = Row("XnatPrearchiveFailed", XnatErrorCategory.ResourceUnavailable, XnatErrorKind.Server, "Read the session's log (Get-XnatPrearchive -Log), rebuild it with Update-XnatPrearchive, then try again.");

    public static XnatErrorCode LedgerNotFound { get; } = End("XnatLedgerNotFound", XnatErrorCategory.ObjectNotFound, XnatErrorKind.User, "Name the ledger of the campaign; it lies beside its CSV file unless -Ledger said otherwise.");

    public static XnatErrorCode LedgerBusy { get; } = End("XnatLedgerBusy", XnatErrorCategory.ResourceBusy, XnatErrorKind.User, "It is running: wait for its end, or stop it first.");

    public static XnatErrorCode LedgerBroken { get; } = End("XnatLedgerBroken", XnatErrorCategory.InvalidData, XnatErrorKind.User, "Restore the file from a backup; do not mend it by hand, because nobody could say what was posted.");

    public static XnatErrorCode LedgerUnusable { get; } = End("XnatLedgerUnusable", XnatErrorCategory.WriteError, XnatErrorKind.User, "Check the folder, your rights in it and the free space; then go on where it was.");

    public static XnatErrorCode UploadBodyLost { get; } = Row("XnatUploadBodyLost", XnatErrorCategory.ConnectionError, XnatErrorKind.Server, "A proxy in between takes the body away: send again with -PackFirst, or go around the proxy.");

    public static XnatErrorCode UploadFiltered { get; } = Row("XnatUploadFiltered", XnatErrorCategory.InvalidResult, XnatErrorKind.Server, "A series import filter of site or project dropped every object: look at its list.");

    public static XnatErrorCode UploadIncomplete { get; } = Row("XnatUploadIncomplete", XnatErrorCategory.InvalidResult, XnatErrorKind.Server, "The server does not hold everything that was sent: run the command again, it sends what is missing.");

    public static XnatErrorCode UploadUnproven { get; } = Row("XnatUploadUnproven", XnatErrorCategory.InvalidResult, XnatErrorKind.Server, "The counts agree, but the objects cannot be told apart at the server: keep the originals.");

    public static XnatErrorCode ArgumentInvalid { get; } = Row("XnatArgumentInvalid", XnatErrorCategory.InvalidArgument, XnatErrorKind.User, "See Get-Help for the command.");

    public static XnatErrorCode Unexpected { get; } = Row("XnatUnexpected", XnatErrorCategory.NotSpecified, XnatErrorKind.Internal, "This is a defect: please report it with the error id and the command.");

    /// <summary>The code with that id, or <see cref="Unexpected"/>.</summary>
    public static XnatErrorCode FromId(string id) => s_all.TryGetValue(id, out XnatErrorCode? code) ? code : Unexpected;

    /// <inheritdoc/>
    public override string ToString() => Id;

    private static XnatErrorCode End(string id, XnatErrorCategory category, XnatErrorKind kind, string advice) => new(id, category, kind, true, advice);

    private static XnatErrorCode Row(string id, XnatErrorCategory category, XnatErrorKind kind, string advice) => new(id, category, kind, false, advice);
}

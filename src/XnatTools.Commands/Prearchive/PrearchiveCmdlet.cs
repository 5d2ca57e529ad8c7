using System.Collections.Generic;
using System.Management.Automation;

namespace XnatTools.Commands;

/// <summary>
/// A cmdlet that does something to prearchive sessions: given as objects, or by name. The set of objects is the default one:
/// a default set whose mandatory parameter binds by name only keeps the engine from trying any other set.
/// </summary>
public abstract class PrearchiveCmdlet : XnatConnectedCmdlet
{
    /// <summary>Set of those who pass objects.</summary>
    protected const string ByObject = "Object";

    /// <summary>Set of those who name sessions.</summary>
    protected const string ByName = "Name";

    private protected PrearchiveCmdlet()
    {
    }

    /// <summary>Sessions of Get-XnatPrearchive.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    public PrearchiveSession? InputObject { get; set; }

    /// <summary>Session labels, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByName)]
    [Alias("Session Label", "SessionLabel")]
    [AllowNull]
    [AllowEmptyString]
    [SupportsWildcards]
    public string?[]? Name { get; set; }

    /// <summary>The project whose prearchive is searched; without it every project's.</summary>
    [Parameter(ParameterSetName = ByName)]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string? SourceProject { get; set; }

    private protected sealed override void Process()
    {
        if (ParameterSetName == ByObject)
        {
            PrearchiveSession session = InputObject!;
            Guard(() => ProcessSession(session), session);
            return;
        }

        NameFilter filter = new(Name);
        if (filter.IsEmpty)
        {
            // An empty cell would otherwise mean every session there is.
            throw new XnatException(XnatErrorCode.ArgumentInvalid, "The name of the session is empty.");
        }

        List<PrearchiveSession> found = [];
        foreach (PrearchiveSession session in Run(token => Client.Prearchive.ListAsync(SourceProject, token)))
        {
            if (filter.IsMatch(session.Session))
            {
                found.Add(session);
            }
        }

        if (found.Count == 0 && filter.IsExact)
        {
            ReportRow(new XnatException(XnatErrorCode.NotFound, "The prearchive has no session of that name."), string.Join(", ", Name!));
        }

        foreach (PrearchiveSession session in found)
        {
            Guard(() => ProcessSession(session), session);
        }
    }

    private protected abstract void ProcessSession(PrearchiveSession session);
}

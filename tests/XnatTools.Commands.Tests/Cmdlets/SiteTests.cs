using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.StandIn;
using Xunit;
using static System.Management.Automation.StandIn.StandInEngine;

namespace XnatTools.Commands.Tests;

[Collection(SandboxCollection.Name)]
public sealed class SiteTests(SandboxFixture sandbox)
{
    private readonly Shell _shell = new Shell().Connect(sandbox.Url);

    [Fact]
    public void Pacs_are_found_by_number_name_and_title()
    {
        XnatPacs pacs = _shell.Ok(Command("Get-XnatPacs")).Cast<XnatPacs>().First(p => p.IsDefault);
        Assert.Equal(pacs.Id, ((XnatPacs)Assert.Single(_shell.Ok(Command("Get-XnatPacs", ("Pacs", pacs.AETitle))))).Id);
        Assert.Equal(pacs.Id, ((XnatPacs)Assert.Single(_shell.Ok(Command("Get-XnatPacs", ("Name", pacs.Name))))).Id);
        Assert.Equal(pacs.Id, ((XnatPacsStatus)Assert.Single(_shell.Ok(Command("Test-XnatPacs", ("Pacs", pacs.Id))))).PacsId);
    }

    [Fact]
    public void An_unknown_pacs_is_an_error_without_end_in_lists_and_an_end_where_it_is_needed()
    {
        ErrorRecord error = Assert.Single(_shell.Run(Command("Get-XnatPacs", ("Pacs", "NOPE"))).Errors);
        Assert.Equal("XnatPacsNotFound,XnatTools.Commands.GetXnatPacsCommand", error.FullyQualifiedErrorId);
        Assert.Empty(_shell.Ok(Command("Get-XnatPacs", ("Pacs", "NOPE*"))));
        Assert.Equal("XnatPacsNotFound,XnatTools.Commands.TestXnatPacsCommand", _shell.Run(Command("Test-XnatPacs", ("Pacs", "NOPE"))).FailureId);
    }

    [Fact]
    public void Projects_are_listed_by_wildcard_and_with_details()
    {
        Assert.Contains("DEMO", _shell.Ok(Command("Get-XnatProject", ("Project", "d*"))).Cast<XnatProject>().Select(p => p.Id));
        XnatProject demo = (XnatProject)Assert.Single(_shell.Ok(Command("Get-XnatProject", ("Project", "DEMO"), ("Detailed", true))));
        Assert.NotNull(demo.Accessibility);
        ErrorRecord error = Assert.Single(_shell.Run(Command("Get-XnatProject", ("Project", "NOPE"))).Errors);
        Assert.Equal("XnatNotFound,XnatTools.Commands.GetXnatProjectCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
    }

    [Fact]
    public void Completion_asks_the_site_quotes_what_needs_it_and_is_silent_without_a_connection()
    {
        XnatPacs pacs = _shell.Ok(Command("Get-XnatPacs")).Cast<XnatPacs>().First(p => p.Name.Contains(' ', StringComparison.Ordinal));
        Assert.Equal([$"'{pacs.Name}'"], _shell.Engine.Complete("Test-XnatPacs", "Pacs", pacs.Name.Substring(0, 3)));
        Assert.Equal([$"\"{pacs.Name}\""], _shell.Engine.Complete("Test-XnatPacs", "Pacs", "\"" + pacs.Name.Substring(0, 3)));
        Assert.Empty(_shell.Engine.Complete("Test-XnatPacs", "Pacs", "zzz"));
        Assert.Contains("DEMO", _shell.Engine.Complete("Get-XnatProject", "Project", "de"));
        Assert.Empty(new Shell().Engine.Complete("Get-XnatProject", "Project", "de"));
        Assert.Contains("READY", _shell.Engine.Complete("Get-XnatPrearchive", "Status", "r"));
    }
}

using System.Text.Json.Nodes;

namespace XnatTools.Sandbox;

/// <summary>What a new sandbox holds: users, the project DEMO, a receiver, XNAT's default settings.</summary>
internal static class SandboxSeed
{
    /// <summary>The project that is there from the start.</summary>
    internal const string Project = "DEMO";

    internal static void Fill(SandboxState state, SandboxOptions options, SandboxClock clock)
    {
        lock (state.Sync)
        {
            string now = SqlTime.Format(clock.GetUtcNow(), clock);
            state.Users.Add(User(state, "admin", "admin", "Site", "Administrator", ["Administrator"], []));
            state.Users.Add(User(state, "imaging", "imaging", "Imaging", "Importer", ["Dqr"], [Project + "_owner"]));
            state.Users.Add(User(state, "reader", "reader", "Project", "Reader", [], [Project + "_collaborator"]));
            state.Projects.Add(new SandboxProject
            {
                Id = Project,
                SecondaryId = Project,
                Name = "Sandbox demonstration",
                Description = "Invented studies for practice.",
                PiFirstName = "Ada",
                PiLastName = "Example",
                InsertDate = now,
                InsertUser = "admin",
            });
            state.Receivers.Add(new SandboxReceiver
            {
                Id = state.NextId("receiver"),
                AeTitle = options.ReceiverAETitle,
                Port = options.ReceiverPort,
                Identifier = "dqrObjectIdentifier",
                CustomProcessing = true,
            });
            FillSite(state.SiteConfig);
        }

        state.Changed();
    }

    private static SandboxUser User(
        SandboxState state, string name, string password, string first, string last, string[] roles, string[] groups) => new()
    {
        Id = state.NextId("user"),
        Name = name,
        Password = password,
        FirstName = first,
        LastName = last,
        Email = name + "@example.org",
        Roles = [.. roles],
        Groups = [.. groups],
    };

    private static void FillSite(JsonObject site)
    {
        site["siteId"] = "XNAT";
        site["siteUrl"] = "";
        site["siteHome"] = "/screens/QuickSearch.vm";
        site["siteLogoPath"] = "/images/logo.png";
        site["sessionTimeout"] = "15 minutes";
        site["aliasTokenTimeout"] = "2 days";
        site["sessionXmlRebuilderInterval"] = 5;
        site["sessionXmlRebuilderRepeat"] = 60000;
        site["sessionArchiveTimeoutInterval"] = 600;
        site["defaultProjectAutoArchiveSetting"] = 4;
        site["projectAllowAutoArchive"] = true;
        site["enableSitewideAnonymizationScript"] = false;
        site["sitewideAnonymizationScript"] = "";
        site["enableSitewideSeriesImportFilter"] = false;
        site["sitewideSeriesImportFilterMode"] = "blacklist";
        site["sitewideSeriesImportFilter"] = "";
        site["sitewidePetTracers"] = "FDG PIB";
        site["securityAllowNonPrivateProjects"] = true;
        site["uiAllowNonAdminProjectCreation"] = true;
        site["restrictUserListAccessToAdmins"] = false;
        site["allowNonAdminsToClaimUnassignedSessions"] = true;
        site["rerunProjectAnonOnRename"] = false;
        site["preventCrossModalityMerge"] = true;
        site["uiDefaultCompressedUploaderImporter"] = "DICOM-zip";
        site["inboxPath"] = "/data/xnat/inbox";
        site["receivedFileUser"] = "admin";
        site["checksums"] = true;
        site["backupDeletedToCache"] = false;
        site["enableCsrfToken"] = true;
        site["concurrentMaxSessions"] = 1000;
        site["requireLogin"] = true;
        site["securityExternalUserParDisabled"] = false;
        site["dicomFileNameTemplate"] = "${StudyInstanceUID}-${SeriesNumber}-${InstanceNumber}-${HashSOPClassUIDWithSOPInstanceUID}";
    }
}

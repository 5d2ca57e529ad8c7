using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace XnatTools.Sandbox.Filing;

/// <summary>
/// Project, subject and session of an arriving object (specification of the core API, 21; for the DQR identifier,
/// specification of the DQR API, 9).
/// </summary>
internal static partial class Identifier
{
    internal static Identity Identify(SandboxState state, ArrivedObject arrived, ArrivedHeader header, DateTimeOffset now)
    {
        bool dqr = arrived.Receiver is SandboxReceiver receiver
            && receiver.Identifier.Contains("dqr", StringComparison.OrdinalIgnoreCase);
        string project = arrived.Project ?? Project(state, header, dqr, now) ?? PrearchiveEntry.Unassigned;
        string? subject;
        string? session;
        if (dqr)
        {
            subject = NullIfBlank(header.PatientName);
            session = NullIfBlank(header.StudyId) ?? NullIfBlank(header.AccessionNumber);
        }
        else
        {
            subject = Comment(header, "Subject") ?? NullIfBlank(header.PatientName);
            session = Comment(header, "Session") ?? NullIfBlank(header.PatientId);
        }

        return new Identity(
            project,
            CleanLabel(arrived.Subject ?? subject ?? "dicom_upload"),
            CleanLabel(arrived.Session ?? session ?? "dicom_upload"),
            AutoArchive(header));
    }

    /// <summary>XNAT's cleaning of labels: whatever is not a letter, digit, underscore or hyphen becomes an underscore.</summary>
    internal static string CleanLabel(string label) => NotLabel().Replace(label.Trim(), "_");

    internal static SandboxProject? FindProject(SandboxState state, string name) => state.Projects.FirstOrDefault(
        p => p.Id == name || p.Aliases.Contains(name, StringComparer.Ordinal));

    private static string? Project(SandboxState state, ArrivedHeader header, bool dqr, DateTimeOffset now)
    {
        StudyRoute? route = state.Routes.FirstOrDefault(r => r.StudyInstanceUid == header.StudyInstanceUid && (dqr || !r.Dqr));
        if (route is not null && FindProject(state, route.Project) is SandboxProject routed)
        {
            route.Accessed = now;
            return routed.Id;
        }

        // The first of the places that says anything about a project decides, even when it names none that exists:
        // that is how "Project:Unassigned" keeps teleradiology out of a project named like its study description.
        if (Comment(header, "Project") is string named)
        {
            return FindProject(state, named)?.Id;
        }

        foreach (string candidate in new[] { header.StudyDescription, header.AccessionNumber })
        {
            if (candidate.Length > 0 && FindProject(state, candidate.Trim()) is SandboxProject project)
            {
                return project.Id;
            }
        }

        return null;
    }

    private static bool? AutoArchive(ArrivedHeader header) => Comment(header, "AA")?.ToLowerInvariant() switch
    {
        "true" or "t" => true,
        "false" or "f" => false,
        _ => null,
    };

    private static string? Comment(ArrivedHeader header, string key)
    {
        foreach (string text in new[] { header.PatientComments, header.StudyComments, header.AdditionalPatientHistory })
        {
            Match match = Regex.Match(text, @"(?:^|[\s,;])" + key + @"\s*:\s*([\w\-]+)", RegexOptions.IgnoreCase);
            if (match.Success)
            {
                return match.Groups[1].Value;
            }
        }

        return null;
    }

    private static string? NullIfBlank(string value) => string.IsNullOrWhiteSpace(value) ? null : value;

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex NotLabel();
}

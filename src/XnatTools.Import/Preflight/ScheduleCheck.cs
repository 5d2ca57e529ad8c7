using System;
using System.Collections.Generic;
using System.Globalization;
using XnatTools.Import.Campaign;
using XnatTools.Import.Gateway;
using XnatTools.Import.Schedule;

namespace XnatTools.Import.Preflight;

/// <summary>Holds the campaign's windows against those in which the server retrieves from the PACS.</summary>
internal static class ScheduleCheck
{
    /// <param name="windows">The windows of the PACS; null when they cannot be seen.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="options">The campaign's windows.</param>
    /// <param name="findings">Where to tell.</param>
    public static void Run(IReadOnlyList<PacsWindow>? windows, DateTimeOffset now, ImportOptions options, List<PreflightFinding> findings)
    {
        IImportSchedule own = options.Schedule ?? ImportSchedule.Always;
        if (options.Schedule is not null)
        {
            Tell(findings, "WindowOwn", own.IsOpen(now)
                ? $"The import's own window is open{Until(own.NextClosing(now))}."
                : $"The import's own window is shut; it opens {When(own.NextOpening(now))}.");
        }

        if (windows is null)
        {
            Tell(findings, "WindowsUnseen", "The schedule of the PACS in XNAT cannot be seen with your rights.");
            return;
        }

        PacsSchedule server = new(windows, options.ServerZone ?? options.Time.LocalTimeZone);
        foreach (PacsWindow window in server.Inverted)
        {
            Warn(findings, "WindowCrossesMidnight", $"The {window.Day} window of the PACS crosses midnight; the server reads such a window inverted: open by day, shut by night.", "Ask the administrator to split it at midnight.");
        }

        CommonSchedule both = new([own, server]);
        DateTimeOffset? opens = both.NextOpening(now);
        if (opens is null && server.NextOpening(now) is null)
        {
            Warn(findings, "WindowNever", "XNAT's schedule for this PACS never opens: studies would be queued and wait for ever.", "Ask the administrator for a window in the availability schedule of the PACS.");
        }
        else if (opens is null)
        {
            findings.Add(new PreflightFinding
            {
                Check = "Schedule",
                Code = XnatErrorCode.ImportBlocked.Id,
                Severity = FindingSeverity.Error,
                Message = "The import's window and XNAT's schedule for this PACS are never open at the same time.",
                Cure = "Choose a window within the availability schedule of the PACS, or ask the administrator to change that.",
            });
        }
        else if (!server.IsOpen(now))
        {
            Warn(findings, "WindowShut", $"XNAT's schedule for this PACS is shut now, until {When(server.NextOpening(now))}: what is posted before waits in the queue.", "Nothing needs to be done, unless it was to run now.");
        }
    }

    private static string Until(DateTimeOffset? closing) => closing is null ? "" : $" until {When(closing)}";

    private static string When(DateTimeOffset? time) => time is DateTimeOffset t ? t.ToString("ddd yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "at no time";

    private static void Tell(List<PreflightFinding> findings, string code, string message) =>
        findings.Add(new PreflightFinding { Check = "Schedule", Code = code, Severity = FindingSeverity.Information, Message = message });

    private static void Warn(List<PreflightFinding> findings, string code, string message, string cure) =>
        findings.Add(new PreflightFinding { Check = "Schedule", Code = code, Severity = FindingSeverity.Warning, Message = message, Cure = cure });
}

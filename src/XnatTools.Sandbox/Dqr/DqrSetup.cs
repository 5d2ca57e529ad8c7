using System;
using System.Collections.Generic;
using XnatTools.Dicom;
using XnatTools.Sandbox.Queue;

namespace XnatTools.Sandbox.Dqr;

/// <summary>What a new sandbox has set up for DQR, and what a restarted one brings up to date.</summary>
internal static class DqrSetup
{
    /// <summary>
    /// Registers the PACS as number 1, open all week, and lets the demonstration project use it. A restart may have given the
    /// PACS another port; the rest stays as it was left.
    /// </summary>
    public static void Apply(SandboxContext context, DqrStore store, DicomNode? address) => store.Write(document =>
    {
        DateTimeOffset now = context.Clock.GetUtcNow();
        if (document.Sequences.GetValueOrDefault("project") == 0)
        {
            document.Projects.Add(new DqrProjectSettings(document.Next("project"), SandboxSeed.Project, DqrEnabled: true));
        }

        if (address is null)
        {
            return;
        }

        if (document.Sequences.GetValueOrDefault("pacs") == 0)
        {
            long id = document.Next("pacs");
            document.Pacs.Add(new SandboxPacs
            {
                Id = id,
                Label = "Demo PACS",
                DefaultQueryRetrievePacs = true,
                Created = now,
                Timestamp = now,
            });
            foreach (DayOfWeek day in Enum.GetValues<DayOfWeek>())
            {
                document.Intervals.Add(new AvailabilityInterval
                {
                    Id = document.Next("availability"),
                    PacsId = id,
                    Day = day,
                    Start = 0,
                    End = AvailabilityInterval.MinutesOfDay,
                    Threads = context.Options.QueueThreads,
                    UtilizationPercent = 100,
                });
            }
        }

        if (document.Pacs.Find(pacs => pacs.Id == 1) is SandboxPacs first)
        {
            first.AeTitle = address.AETitle;
            first.Host = address.Host;
            first.QueryRetrievePort = address.Port;
        }
    });
}

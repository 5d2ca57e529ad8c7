using System;
using System.Collections.Generic;
using XnatTools.Client;

namespace XnatTools.Import.Preflight;

/// <summary>A policy in marks that tell whether it is the same, and what of it is not; without the scripts themselves.</summary>
/// <param name="Site">SHA-256 of the site's script in force, <see cref="None"/>, or <see cref="Unseen"/>.</param>
/// <param name="Project">The same of the project's.</param>
/// <param name="Receiver">The receiver, and whether it relabels, lets scripts run and archives directly; <see cref="Gone"/> when it is not there or off.</param>
public sealed record PolicyMarks(string Site, string Project, string Receiver)
{
    /// <summary>No script in force.</summary>
    public const string None = "none";

    /// <summary>Cannot be seen with the rights of the user.</summary>
    public const string Unseen = "unseen";

    /// <summary>No such receiver that is on.</summary>
    public const string Gone = "-";

    /// <summary>False when the receivers could not be listed.</summary>
    public bool ReceiverSeen { get; init; } = true;

    /// <summary>One text for all: another one is another policy.</summary>
    public string Fingerprint => ScriptArea.HashOf($"{Site}\n{Project}\n{Receiver}");

    /// <summary>True when what differs from an earlier reading is only that it cannot be seen now: whether it has changed nobody knows.</summary>
    public bool IsBlindTo(PolicyMarks earlier)
    {
        if (earlier is null)
        {
            throw new ArgumentNullException(nameof(earlier));
        }

        bool site = Site != earlier.Site && Site != Unseen;
        bool project = Project != earlier.Project && Project != Unseen;
        bool receiver = Receiver != earlier.Receiver && ReceiverSeen;
        return !site && !project && !receiver && Fingerprint != earlier.Fingerprint;
    }

    /// <summary>What has changed since an earlier reading, in words.</summary>
    public string ChangeSince(PolicyMarks earlier)
    {
        if (earlier is null)
        {
            throw new ArgumentNullException(nameof(earlier));
        }

        List<string> changes = [];
        Tell(changes, "the site's anonymisation script", earlier.Site, Site);
        Tell(changes, "the project's anonymisation script", earlier.Project, Project);
        if (Receiver != earlier.Receiver && (ReceiverSeen || changes.Count == 0))
        {
            changes.Add(ReceiverChange(earlier.Receiver, Receiver));
        }

        return string.Join("; ", changes);
    }

    /// <summary>The policy in words.</summary>
    public override string ToString() => $"The policy in force: the site's anonymisation script {Short(Site)}, the project's {Short(Project)}, receiver {(Receiver == Gone ? "not there" : Name(Receiver))}.";

    private static void Tell(List<string> changes, string what, string before, string now)
    {
        if (before != now)
        {
            changes.Add(what + " " + (now, before) switch
            {
                (None, _) => "was switched off or taken away",
                (Unseen, _) => "cannot be seen any more",
                (_, None) => $"was put in force (SHA-256 {Short(now)})",
                (_, Unseen) => $"can be seen now (SHA-256 {Short(now)})",
                _ => $"is another one (SHA-256 {Short(now)}, before {Short(before)})",
            });
        }
    }

    private static string ReceiverChange(string before, string now)
    {
        if (now == Gone)
        {
            return $"receiver {Name(before)} is switched off, or no longer there";
        }

        if (before == Gone)
        {
            return $"receiver {Name(now)} is there again";
        }

        string[] old = before.Split(',');
        string[] present = now.Split(',');
        List<string> ways = [];
        string[] names = ["", "relabels", "lets anonymisation scripts run", "archives directly"];
        for (int i = 1; i < names.Length && i < old.Length && i < present.Length; i++)
        {
            if (old[i] != present[i])
            {
                ways.Add((present[i] == bool.TrueString ? "now " : "no longer ") + names[i]);
            }
        }

        return $"receiver {Name(now)} " + (ways.Count > 0 ? string.Join(" and ", ways) : "works in another way");
    }

    private static string Name(string receiver) => receiver.Split(',')[0];

    private static string Short(string hash) => hash.Length > 12 ? hash.Substring(0, 12) : hash;
}

using System;
using System.Collections.Generic;
using System.Globalization;

namespace XnatTools.Import.Campaign;

/// <summary>Finds the receiver of an import: the one named, or the only one that can relabel.</summary>
public static class ReceiverChoice
{
    /// <summary>The receiver, or a sentence that says why there is none. Without a list, a full AE:port is taken as it stands.</summary>
    public static (XnatReceiver? Receiver, string? Trouble) Choose(IReadOnlyList<XnatReceiver>? receivers, string? wanted)
    {
        if (string.IsNullOrWhiteSpace(wanted))
        {
            return ChooseDefault(receivers);
        }

        string title = wanted!.Trim();
        int? port = null;
        int colon = title.LastIndexOf(':');
        if (colon >= 0)
        {
            if (!int.TryParse(title.Substring(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > 65535)
            {
                return (null, "The receiver is to be named as AE or AE:port.");
            }

            port = number;
            title = title.Substring(0, colon);
        }

        if (receivers is null)
        {
            return port is int known
                ? (new XnatReceiver { AETitle = title, Port = known, Enabled = true }, null)
                : (null, "The receivers cannot be listed with your rights: name one as AE:port.");
        }

        List<XnatReceiver> found = [];
        foreach (XnatReceiver receiver in receivers)
        {
            if (string.Equals(receiver.AETitle, title, StringComparison.OrdinalIgnoreCase) && (port is null || receiver.Port == port))
            {
                found.Add(receiver);
            }
        }

        return found.Count switch
        {
            0 => (null, "XNAT has no receiver of that AE title and port."),
            1 when !found[0].Enabled => (null, "That receiver is not enabled."),
            1 => (found[0], null),
            _ => (null, "Several receivers have that AE title: name one as AE:port."),
        };
    }

    private static (XnatReceiver? Receiver, string? Trouble) ChooseDefault(IReadOnlyList<XnatReceiver>? receivers)
    {
        if (receivers is null)
        {
            return (null, "The receivers cannot be listed with your rights: name one as AE:port.");
        }

        XnatReceiver? choice = null;
        foreach (XnatReceiver receiver in receivers)
        {
            if (receiver.CanRelabel)
            {
                if (choice is not null)
                {
                    return (null, "Several receivers can relabel: name one as AE:port.");
                }

                choice = receiver;
            }
        }

        return choice is null ? (null, "XNAT has no enabled receiver that can relabel.") : (choice, null);
    }
}

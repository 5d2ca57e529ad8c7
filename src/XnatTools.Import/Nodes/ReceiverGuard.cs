using System;
using System.Collections.Generic;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;

namespace XnatTools.Import.Nodes;

/// <summary>
/// Finds the receiver that files may be stored to: an enabled one of XNAT, on XNAT's own machine, and nothing that XNAT knows as
/// a PACS. What cannot be shown to be a receiver is refused.
/// </summary>
public static class ReceiverGuard
{
    /// <summary>Turns a host's name into its addresses.</summary>
    public delegate Task<IPAddress[]> Resolver(string host, CancellationToken cancellationToken);

    /// <summary>Chooses and checks.</summary>
    /// <param name="receivers">XNAT's receivers.</param>
    /// <param name="pacs">Every PACS that XNAT knows.</param>
    /// <param name="siteHost">Host of the site, as it was connected to.</param>
    /// <param name="wanted">AE or AE:port; the only enabled receiver when null.</param>
    /// <param name="hostName">Another name of the site's machine; null for the site's.</param>
    /// <param name="resolve">Resolves names; the system when null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="XnatException">DicomNodeIsPacs, ReceiverNotFound, or the host is not known.</exception>
    public static async Task<ReceiverTarget> ChooseAsync(
        IReadOnlyList<XnatReceiver> receivers, IReadOnlyList<XnatPacs> pacs, string siteHost, string? wanted, string? hostName, Resolver? resolve, CancellationToken cancellationToken)
    {
        resolve ??= ResolveAsync;
        string title = (wanted ?? "").Trim();
        int colon = title.LastIndexOf(':');
        RefuseTitle(pacs, colon < 0 ? title : title.Substring(0, colon));
        XnatReceiver receiver = Pick(receivers, wanted);
        RefuseTitle(pacs, receiver.AETitle);
        HashSet<IPAddress> site = await AddressesAsync(siteHost, resolve, cancellationToken).ConfigureAwait(false)
            ?? throw new XnatException(XnatErrorCode.ConnectionFailed, "The name of XNAT's host is not known.");
        List<IPAddress> addresses = [.. site];
        if (!string.IsNullOrWhiteSpace(hostName))
        {
            HashSet<IPAddress> named = await AddressesAsync(hostName!, resolve, cancellationToken).ConfigureAwait(false)
                ?? throw new XnatException(XnatErrorCode.ConnectionFailed, "The name given with -HostName is not known.");
            addresses = addresses.FindAll(named.Contains);
            if (addresses.Count == 0)
            {
                throw new XnatException(XnatErrorCode.ReceiverNotFound, "The host given is not the machine of the XNAT site, so it cannot be shown to be XNAT's receiver.")
                {
                    Advice = "Leave -HostName out, or connect to the site by the machine that its receivers listen on.",
                };
            }
        }

        foreach (XnatPacs one in pacs)
        {
            if (!string.IsNullOrWhiteSpace(one.HostName) && (one.Port is null || one.Port == receiver.Port)
                && await IsSameHostAsync(one.HostName!, siteHost, addresses, resolve, cancellationToken).ConfigureAwait(false))
            {
                throw IsPacs();
            }
        }

        return new ReceiverTarget(receiver, addresses);
    }

    private static XnatReceiver Pick(IReadOnlyList<XnatReceiver> receivers, string? wanted)
    {
        XnatReceiver? receiver = null;
        string? trouble;
        if (!string.IsNullOrWhiteSpace(wanted))
        {
            (receiver, trouble) = ReceiverChoice.Choose(receivers, wanted);
        }
        else
        {
            List<XnatReceiver> enabled = [];
            foreach (XnatReceiver one in receivers)
            {
                if (one.Enabled)
                {
                    enabled.Add(one);
                }
            }

            receiver = enabled.Count == 1 ? enabled[0] : null;
            trouble = enabled.Count == 0 ? "XNAT has no enabled receiver." : "XNAT has several enabled receivers: name one as AE:port.";
        }

        return receiver is { Enabled: true, Port: > 0 } ? receiver : throw new XnatException(XnatErrorCode.ReceiverNotFound, trouble ?? "That receiver is not enabled.");
    }

    private static void RefuseTitle(IReadOnlyList<XnatPacs> pacs, string title)
    {
        foreach (XnatPacs one in pacs)
        {
            if (title.Length > 0 && string.Equals(one.AETitle.Trim(), title.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                throw IsPacs();
            }
        }
    }

    private static async Task<bool> IsSameHostAsync(string host, string siteHost, List<IPAddress> addresses, Resolver resolve, CancellationToken cancellationToken)
    {
        if (string.Equals(host.Trim(), siteHost, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        // A name that means nothing here cannot be the machine that is called here: that one is called by its address.
        HashSet<IPAddress>? its = await AddressesAsync(host.Trim(), resolve, cancellationToken).ConfigureAwait(false);
        if (its is null)
        {
            return false;
        }

        bool here = addresses.Exists(IsLocal);
        foreach (IPAddress address in its)
        {
            if (addresses.Contains(address) || (here && IsLocal(address)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Loopback, or an address of this machine: all of them lead to the same listeners.</summary>
    private static bool IsLocal(IPAddress address)
    {
        if (IPAddress.IsLoopback(address))
        {
            return true;
        }

        foreach (NetworkInterface card in NetworkInterface.GetAllNetworkInterfaces())
        {
            foreach (UnicastIPAddressInformation own in card.GetIPProperties().UnicastAddresses)
            {
                if (own.Address.Equals(address))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static async Task<HashSet<IPAddress>?> AddressesAsync(string host, Resolver resolve, CancellationToken cancellationToken)
    {
        try
        {
            HashSet<IPAddress> addresses = [];
            foreach (IPAddress address in IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? literal) ? [literal] : await resolve(host, cancellationToken).ConfigureAwait(false))
            {
                addresses.Add(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
            }

            return addresses.Count == 0 ? null : addresses;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return null;
        }
    }

    private static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
#if NETFRAMEWORK
        return Dns.GetHostAddressesAsync(host);
#else
        return Dns.GetHostAddressesAsync(host, cancellationToken);
#endif
    }

    private static XnatException IsPacs() => new(XnatErrorCode.DicomNodeIsPacs, "That node is registered in XNAT as a PACS; nothing was sent.");
}

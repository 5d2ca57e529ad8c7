using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;

namespace XnatTools.Commands;

/// <summary>Finds the PACS that a user means: by number, name or AE title; without any, the site's default or only one.</summary>
internal static class PacsChoice
{
    internal static async Task<XnatPacs> FindAsync(XnatClient client, string? wanted, CancellationToken cancellationToken)
    {
        IReadOnlyList<XnatPacs> all = await client.Pacs.ListAsync(cancellationToken).ConfigureAwait(false);
        List<XnatPacs> found = [];
        foreach (XnatPacs pacs in all)
        {
            if (Matches(pacs, wanted))
            {
                found.Add(pacs);
            }
        }

        if (found.Count == 0)
        {
            throw new XnatException(XnatErrorCode.PacsNotFound, string.IsNullOrEmpty(wanted)
                ? "XNAT has no default PACS to query; name one with -Pacs."
                : "XNAT knows no PACS of that number, name or AE title.");
        }

        return found.Count == 1 || string.IsNullOrEmpty(wanted)
            ? found[0]
            : throw new XnatException(XnatErrorCode.PacsNotFound, "Several PACS have that name; give the number.");
    }

    private static bool Matches(XnatPacs pacs, string? wanted)
    {
        if (string.IsNullOrEmpty(wanted))
        {
            return pacs.Queryable && pacs.IsDefault;
        }

        return long.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? pacs.Id == id
            : string.Equals(pacs.Name, wanted, StringComparison.OrdinalIgnoreCase) || string.Equals(pacs.AETitle, wanted, StringComparison.OrdinalIgnoreCase);
    }
}

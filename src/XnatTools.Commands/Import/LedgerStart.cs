using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Import.Campaign;
using XnatTools.Import.Gateway;
using XnatTools.Import.Ledger;
using XnatTools.Import.Preflight;

namespace XnatTools.Commands;

/// <summary>What happens to a ledger that is there already when an import begins.</summary>
internal static class LedgerStart
{
    /// <summary>Where ledgers of imports without a CSV file lie.</summary>
    internal static string Folder =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "XnatTools", "Ledgers");

    /// <summary>
    /// Whether there is a ledger of the CSV file whose campaign has not come to its end. One of another file, project or site is
    /// refused, because starting beside it could import twice.
    /// </summary>
    internal static bool IsUnfinished(string path, string csv, string site, string project)
    {
        if (!File.Exists(path) || !IsBegun(path))
        {
            return false;
        }

        LedgerState state = LedgerReader.Load(path);
        if (!state.IsPlanned || state.IsEnded)
        {
            return false;
        }

        LedgerHeader header = state.Header;
        if (!string.Equals(header.Project, project, StringComparison.Ordinal) || !string.Equals(header.Site, site, StringComparison.Ordinal))
        {
            throw Other("of another project or site");
        }

        return string.Equals(header.CsvHash, HashOf(csv), StringComparison.Ordinal) ? true : throw Other("of an earlier version of the file");
    }

    /// <summary>Moves the ledger of an import that has ended aside; one that broke off before anything was posted is deleted.</summary>
    internal static void MakeRoom(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        if (LedgerFile.IsHeld(path))
        {
            throw new XnatException(XnatErrorCode.LedgerBusy, "Another process is running an import with this ledger.");
        }

        if (!IsBegun(path))
        {
            File.Delete(path);
            return;
        }

        LedgerState state = LedgerReader.Load(path);
        if (!state.IsPlanned)
        {
            File.Delete(path);
        }
        else if (state.IsEnded)
        {
            string stem = path.EndsWith(LedgerChoice.Extension, StringComparison.OrdinalIgnoreCase) ? path.Substring(0, path.Length - LedgerChoice.Extension.Length) : path;
            string aside = stem + "." + state.Header.Started.LocalDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
            for (int i = 0; ; i++)
            {
                string name = aside + (i == 0 ? "" : "-" + i.ToString(CultureInfo.InvariantCulture)) + LedgerChoice.Extension;
                if (!File.Exists(name))
                {
                    File.Move(path, name);
                    return;
                }
            }
        }
        else
        {
            throw Other("of another import");
        }
    }

    /// <summary>SHA-256 of a file in hexadecimal.</summary>
    internal static string HashOf(string path)
    {
        using SHA256 sha = SHA256.Create();
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return BitConverter.ToString(sha.ComputeHash(stream)).Replace("-", "").ToLowerInvariant();
    }

    /// <summary>Reads the policy of a ledger's project and receiver.</summary>
    internal static PolicySource Policy(XnatGateway gateway, LedgerHeader header) => new(gateway, gateway, header.Project, header.Receiver);

    /// <summary>Fingerprint of the policy in force, as the checks before an import read it; empty when it cannot be read.</summary>
    internal static async Task<string> PolicyAsync(XnatGateway gateway, LedgerHeader header, CancellationToken token)
    {
        try
        {
            return (await Policy(gateway, header).ReadAsync(token).ConfigureAwait(false)).Fingerprint;
        }
        catch (XnatException fault) when (!fault.Code.IsTerminating)
        {
            return "";
        }
    }

    /// <summary>Whether at least one whole record was written.</summary>
    private static bool IsBegun(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] buffer = new byte[1 << 16];
        int read;
        while ((read = stream.Read(buffer, 0, buffer.Length)) > 0)
        {
            if (Array.IndexOf(buffer, (byte)'\n', 0, read) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static XnatException Other(string what) => new(XnatErrorCode.LedgerUnusable, $"The ledger there is {what} and has not come to its end.")
    {
        Advice = "Go on with it (Resume-XnatDqrImport), stop it, or name another file with -Ledger.",
    };
}

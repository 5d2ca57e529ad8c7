using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using XnatTools.Import.Nodes;
using XnatTools.Import.Schedule;

namespace XnatTools.Import.Profiles;

/// <summary>
/// Reads PACS profiles: JSON with a list "pacs", one object each. Strict, because a word misspelt would otherwise be a rule that
/// nobody follows: an unknown or doubled name, a wrong kind of value or a value out of range is an error with line and column.
/// </summary>
public static class ProfileReader
{
    private const int LargestFile = 1 << 20;

    /// <summary>Reads a file.</summary>
    public static IReadOnlyList<PacsProfile> ReadFile(string path)
    {
        byte[] bytes;
        try
        {
            FileInfo file = new(path);
            if (file.Length > LargestFile)
            {
                throw new XnatException(XnatErrorCode.ProfileInvalid, "The profile file is larger than 1 MB.");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new XnatException(XnatErrorCode.ProfileInvalid, "The profile file cannot be read.", error) { Advice = "Check the path and your right to read it." };
        }

        return Read(bytes);
    }

    /// <summary>Reads bytes in UTF-8.</summary>
    public static IReadOnlyList<PacsProfile> Read(byte[] bytes)
    {
        ProfileValue root = ProfileValue.Parse(bytes ?? throw new ArgumentNullException(nameof(bytes)));
        ProfileFields fields = new(root, "pacs");
        List<PacsProfile> profiles = [];
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (ProfileValue value in fields.List("pacs"))
        {
            PacsProfile profile = ReadOne(value);
            if (!names.Add(profile.Name))
            {
                throw value.Wrong("a PACS of that name stands above already");
            }

            profiles.Add(profile);
        }

        return profiles;
    }

    /// <summary>The profile of a PACS; null when there is none.</summary>
    public static PacsProfile? Find(IReadOnlyList<PacsProfile> profiles, XnatPacs pacs)
    {
        foreach (PacsProfile profile in profiles ?? throw new ArgumentNullException(nameof(profiles)))
        {
            if (profile.Matches(pacs))
            {
                return profile;
            }
        }

        return null;
    }

    private static PacsProfile ReadOne(ProfileValue value)
    {
        ProfileFields fields = new(value, "name", "keys", "because", "modalities", "receiver", "requireAnonymization", "pace", "night", "windows", "timeZone", "secondsPerStudy", "direct", "node");
        string? zone = fields.Text("timeZone", IsZone, "no time zone of that name is known to this computer");
        ProfileFields? pace = fields.Object("pace", "day", "night");
        return new PacsProfile
        {
            Name = fields.Text("name", t => t.Length > 0, "the name is empty") ?? throw value.Wrong("a PACS needs a name: as it is called in XNAT, its AE title or its number there"),
            Keys = fields.Texts("keys", ProfileKey.Parse, $"a key is one or more of {string.Join(", ", ProfileKey.Columns)}, joined by +") ?? [],
            Because = fields.Text("because"),
            Modalities = fields.Texts("modalities", Modality, "a modality is a code such as MR") ?? [],
            Receiver = fields.Text("receiver", IsReceiver, "a receiver is written as AE or AE:port"),
            RequireAnonymization = fields.Flag("requireAnonymization") ?? false,
            Day = Pace(pace?.Object("day", "studies", "images")),
            Night = Pace(pace?.Object("night", "studies", "images")),
            NightWindows = fields.Texts("night", Window, WindowForm) ?? [],
            Windows = fields.Texts("windows", Window, WindowForm) ?? [],
            TimeZone = zone,
            PerStudy = fields.Number("secondsPerStudy", 0.1, 86400) is double seconds ? TimeSpan.FromSeconds(seconds) : null,
            DirectModalities = fields.Texts("direct", Modality, "a modality is a code such as MR"),
            Node = fields.Object("node", "address", "callingAETitle", "tls", "certificateThumbprint", "timeoutSeconds", "retrieveTimeoutSeconds", "queriesInFlight") is ProfileFields node ? Node(node) : null,
        };
    }

    private const string WindowForm = "a window is written as '19:00-07:00', 'Mon-Fri 19:00-07:00' or 'weekend'";

    private static ProfilePace Pace(ProfileFields? fields) => fields is null ? new ProfilePace() : new ProfilePace
    {
        Studies = (int?)fields.Number("studies", 1, 1000, whole: true),
        Images = (int?)fields.Number("images", 1, 10_000_000, whole: true),
    };

    private static NodeProfile Node(ProfileFields fields)
    {
        string address = fields.Text("address") ?? throw fields.Owner.Wrong("a node needs an address, AET@host:port");
        NodeProfile usual;
        try
        {
            usual = NodeProfile.Parse(address);
            return new NodeProfile(usual.Node)
            {
                CallingAETitle = fields.Text("callingAETitle") ?? NodeProfile.DefaultAETitle,
                UseTls = fields.Flag("tls") ?? false,
                CertificateThumbprint = fields.Text("certificateThumbprint"),
                Timeout = fields.Number("timeoutSeconds", 1, 3600) is double timeout ? TimeSpan.FromSeconds(timeout) : usual.Timeout,
                RetrieveTimeout = fields.Number("retrieveTimeoutSeconds", 1, 86400) is double retrieve ? TimeSpan.FromSeconds(retrieve) : usual.RetrieveTimeout,
                QueriesInFlight = (int?)fields.Number("queriesInFlight", 1, 64, whole: true) ?? usual.QueriesInFlight,
            };
        }
        catch (XnatException error) when (error.Code == XnatErrorCode.ArgumentInvalid)
        {
            throw fields.Owner.Wrong(char.ToLowerInvariant(error.Message[0]) + error.Message.Substring(1).TrimEnd('.'));
        }
    }

    private static ImportWindow? Window(string text) => ImportWindow.TryParse(text, out ImportWindow? window, out _) ? window : null;

    private static string? Modality(string text)
    {
        string code = text.Trim().ToUpperInvariant();
        return code.Length is > 0 and <= 16 && code.IndexOfAny(['\\', '*', '?', ' ', ',']) < 0 ? code : null;
    }

    private static bool IsReceiver(string text)
    {
        int colon = text.LastIndexOf(':');
        string title = colon < 0 ? text : text.Substring(0, colon);
        return title.Trim().Length is > 0 and <= 16 && (colon < 0
            || (int.TryParse(text.Substring(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and < 65536));
    }

    private static bool IsZone(string name)
    {
        try
        {
            TimeZoneInfo.FindSystemTimeZoneById(name);
            return true;
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            return false;
        }
    }
}

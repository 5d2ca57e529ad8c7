using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using XnatTools.Import.Campaign;
using XnatTools.Import.Csv;
using XnatTools.Import.Json;
using XnatTools.Import.Profiles;
using XnatTools.Import.Query;
using XnatTools.Import.Schedule;
using XnatTools.Import.Series;

namespace XnatTools.Commands;

/// <summary>What checking and carrying out an import have in common: where the studies come from, and the rules they are under.</summary>
public abstract class ImportSourceCmdlet : CampaignCmdlet
{
    private protected const string ByStudy = "Study";
    private protected const string ByCsv = "Csv";
    private protected const string ByJson = "Json";

    private IReadOnlyList<PacsProfile>? _profiles;
    private PacsProfile? _profile;
    private XnatPacs? _pacs;

    private protected ImportSourceCmdlet()
    {
    }

    /// <summary>A CSV file: its rows are asked for, dose reports left out, and what is found is imported with the file's labels.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByCsv)]
    public string? Csv { get; set; }

    /// <summary>A saved batch answer or import request.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByJson)]
    public string? Json { get; set; }

    /// <summary>The project to import into.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    public string Project { get; set; } = "";

    /// <summary>The PACS, by number, name or AE title; without it the studies' own, or the site's default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PacsCompleter))]
    public string? Pacs { get; set; }

    /// <summary>XNAT's receiver as AE:port; without it the profile's, or the only one that can relabel.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ReceiverCompleter))]
    public string? Receiver { get; set; }

    /// <summary>Format of dates in the CSV file that are not year first, such as dd/MM/yyyy.</summary>
    [Parameter(ParameterSetName = ByCsv)]
    public string? DateFormat { get; set; }

    /// <summary>A file of PACS profiles; without it pacs.json in the user's application data, when it exists.</summary>
    [Parameter]
    public string? Profile { get; set; }

    /// <summary>When studies may be posted, such as '19:00-07:00'; several allowed. Without it the profile's windows, or always.</summary>
    [Parameter]
    public string[]? Window { get; set; }

    /// <summary>Post on Saturday and Sunday too, all day.</summary>
    [Parameter]
    public SwitchParameter Weekend { get; set; }

    /// <summary>Import studies without subject or session label too; they keep the patient's own identifiers.</summary>
    [Parameter]
    public SwitchParameter AllowUnlabelled { get; set; }

    /// <summary>Import again what project or prearchive already have.</summary>
    [Parameter]
    public SwitchParameter AllowPresent { get; set; }

    /// <summary>Refuse the import when neither project nor site has an anonymisation script in force.</summary>
    [Parameter]
    public SwitchParameter RequireAnonymization { get; set; }

    /// <summary>The studies to import.</summary>
    private protected List<PacsStudy> Studies { get; } = [];

    /// <summary>Lines that ended before they became a study to import.</summary>
    private protected List<ImportItem> Ended { get; } = [];

    /// <summary>The profile of the PACS, once it is known; null when there is none.</summary>
    private protected PacsProfile? PacsProfile => _profile;

    /// <summary>Reads the file of the parameter set; true when there was one.</summary>
    private protected bool ReadSource()
    {
        switch (ParameterSetName)
        {
            case ByCsv:
                ReadCsv(ResolveLiteral(Csv!));
                return true;
            case ByJson:
                ReadJson(ResolveLiteral(Json!));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The PACS of the import: the one named, else the studies' own, else the site's default. Finds its profile as well.</summary>
    private protected long RequirePacs()
    {
        if (_pacs is null)
        {
            long own = Pacs is null && Studies.Count > 0 ? Studies[0].PacsId : 0;
            _profiles ??= ProfileChoice.Load(Profile is null ? null : ResolveLiteral(Profile));
            if (own > 0 && _profiles.Count == 0)
            {
                return own;
            }

            _pacs = Run(token => PacsChoice.FindAsync(Client, own > 0 ? own.ToString(CultureInfo.InvariantCulture) : Pacs, token));
            _profile = ProfileReader.Find(_profiles, _pacs);
            if (_profile is null && Profile is not null)
            {
                WriteWarning($"The profile file says nothing about PACS {_pacs}.");
            }
        }

        return _pacs.Id;
    }

    /// <summary>When posting is allowed; null for always. After <see cref="RequirePacs"/>.</summary>
    private protected IImportSchedule? MakeSchedule()
    {
        TimeZoneInfo zone = _profile?.ZoneOr(TimeZoneInfo.Local) ?? TimeZoneInfo.Local;
        if (Window is { Length: > 0 } || Weekend)
        {
            return ImportSchedule.Parse(Window, Weekend, zone);
        }

        return _profile is { Windows.Count: > 0 } ? _profile.ToSchedule(TimeZoneInfo.Local) : null;
    }

    /// <summary>When the pace of the night holds. After <see cref="RequirePacs"/>.</summary>
    private protected IImportSchedule MakeNight() => _profile?.ToNight(TimeZoneInfo.Local) ?? ImportSchedule.Night(TimeZoneInfo.Local);

    /// <summary>Windows, nights and their time zone as texts for the ledger. After <see cref="RequirePacs"/>.</summary>
    private protected (IReadOnlyList<string> Windows, IReadOnlyList<string> Nights, string? Zone) ScheduleTexts()
    {
        IReadOnlyList<ImportWindow> windows = Window is { Length: > 0 } || Weekend ? ImportSchedule.Parse(Window, Weekend, TimeZoneInfo.Local).Windows : _profile?.Windows ?? [];
        return (Texts(windows), Texts(_profile?.NightWindows ?? []), _profile?.TimeZone);
    }

    /// <summary>The rules for the checks before an import.</summary>
    private protected ImportOptions MakeOptions(bool force, int chunkSize = 25) => new()
    {
        PacsId = RequirePacs(),
        Project = Project,
        Receiver = Receiver ?? _profile?.Receiver,
        Force = force,
        AllowUnlabelled = AllowUnlabelled,
        AllowPresent = AllowPresent,
        FollowQueued = true,
        RequireAnonymization = RequireAnonymization || _profile is { RequireAnonymization: true },
        Schedule = MakeSchedule(),
        Night = MakeNight(),
        PerStudy = _profile?.PerStudy,
        ChunkSize = chunkSize,
    };

    private void ReadCsv(string path)
    {
        long pacs = RequirePacs();
        CsvReadOptions reading = new() { DateFormat = DateFormat };
        if (_profile is { } profile && (profile.Keys.Count > 0 || profile.Modalities.Count > 0))
        {
            ProfileRules.Require(profile, CsvSheetReader.Read(path, reading));
        }

        StudyFinder finder = new(Gateway, pacs);
        SeriesSelector selector = new(Gateway);
        List<PacsStudy> found = [];
        Stream(token => finder.FindAsync(CsvSheetReader.Read(path, reading), token), result => Take(result, found));
        Stream(token => selector.SelectAsync(found, token), result => Take(result, Studies));
    }

    private void ReadJson(string path)
    {
        DqrJsonDocument document = DqrJsonReader.ReadFile(path);
        Studies.AddRange(document.Studies);
        foreach (ImportRow row in document.EmptyRows)
        {
            Ended.Add(ImportItems.WithoutStudy(row, path));
        }
    }

    private void Take(FindResult result, List<PacsStudy> studies)
    {
        ShowProgress("Importing", "asking the PACS");
        if (result.Study is PacsStudy study)
        {
            studies.Add(study);
        }
        else
        {
            Ended.Add(result.Failure!);
        }
    }

    private static List<string> Texts(IReadOnlyList<ImportWindow> windows)
    {
        List<string> texts = [];
        foreach (ImportWindow window in windows)
        {
            texts.Add(window.ToString());
        }

        return texts;
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;
using XnatTools.Sandbox.Auth;
using XnatTools.Sandbox.Queue;

namespace XnatTools.Sandbox.Dqr;

/// <summary>The plugin's settings: names and defaults of its generation over what was changed.</summary>
internal sealed class DqrSettings
{
    private static readonly (string Old, string New)[] s_renamed =
    [
        ("dqrMaxPacsCMOVEAttempts", "dqrMaxPacsRequestAttempts"),
        ("dqrWaitToRetryCMOVETimeInSeconds", "dqrWaitToRetryRequestInSeconds"),
    ];

    private readonly DqrStore _store;
    private readonly PluginGeneration _generation;
    private readonly Dictionary<string, string> _defaults;

    public DqrSettings(DqrStore store, PluginGeneration generation, TimeSpan tick)
    {
        _store = store;
        _generation = generation;
        _defaults = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["dqrCallingAe"] = "XNAT",
            ["pacsAvailabilityCheckFrequency"] = IntervalText.Format(tick),
            ["dqrMaxPacsRequestAttempts"] = "5",
            ["dqrWaitToRetryRequestInSeconds"] = "300",
            ["assumeSameSessionIfArrivedWithin"] = "30 minutes",
            ["allowAllUsersToUseDqr"] = "false",
            ["allowAllProjectsToUseDqr"] = "false",
            ["notifyAdminOnImport"] = "false",
            ["leavePacsAuditTrail"] = "false",
            ["ormStrategy"] = "org.nrg.dcm.xnat.DicomOrmStrategy",
            ["patientNameStrategy"] = "org.nrg.dcm.xnat.PatientNameStrategy",
            ["resultSetLimitStrategy"] = "org.nrg.dcm.xnat.ResultSetLimitStrategy",
        };
    }

    public string CallingAe => Text("dqrCallingAe");

    public TimeSpan Tick => Interval.Parse(Text("pacsAvailabilityCheckFrequency"), TimeSpan.FromMinutes(1));

    /// <summary>Tries per queued study, the first included.</summary>
    public int MaximumAttempts => Number("dqrMaxPacsRequestAttempts", 5);

    public TimeSpan RetryWait => TimeSpan.FromSeconds(Number("dqrWaitToRetryRequestInSeconds", 300));

    public TimeSpan AssumeSameSession => Interval.Parse(Text("assumeSameSessionIfArrivedWithin"), TimeSpan.FromMinutes(30));

    public bool AllowAllUsers => Text("allowAllUsersToUseDqr") == "true";

    public bool AllowAllProjects => Text("allowAllProjectsToUseDqr") == "true";

    public bool NotifyOnImport => Text("notifyAdminOnImport") == "true";

    /// <summary>The flat map that GET answers; the retry settings under the names of the generation.</summary>
    public JsonObject ToJson()
    {
        JsonObject result = [];
        foreach (string name in _defaults.Keys)
        {
            string text = Text(name);
            result[Named(name)] = text is "true" or "false" ? JsonValue.Create(text == "true") : JsonValue.Create(text);
        }

        return result;
    }

    /// <summary>Applies the known names of a body; the others are only logged by the server.</summary>
    public void Apply(JsonObject body)
    {
        foreach ((string key, JsonNode? node) in body)
        {
            string name = key;
            foreach ((string old, string @new) in s_renamed)
            {
                // The old names are still read by 2.x; 1.x does not know the new ones.
                name = name == old ? @new : name == @new && _generation == PluginGeneration.V1 ? string.Empty : name;
            }

            if (node is JsonValue value && _defaults.ContainsKey(name))
            {
                string text = value.ToString();
                _store.Write(document => document.Settings[name] = text);
            }
        }
    }

    private string Named(string name)
    {
        foreach ((string old, string @new) in s_renamed)
        {
            if (name == @new && _generation == PluginGeneration.V1)
            {
                return old;
            }
        }

        return name;
    }

    private string Text(string name) => _store.Read(document => document.Settings.GetValueOrDefault(name)) ?? _defaults[name];

    private int Number(string name, int otherwise)
        => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}

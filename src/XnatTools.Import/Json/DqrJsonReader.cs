using System;
using System.Collections.Generic;
using System.Text.Json;
using XnatTools.Client;
using XnatTools.Import.Csv;

namespace XnatTools.Import.Json;

/// <summary>
/// Reads what people keep in files of the DQR plugin: the saved answer of a CSV query, a request to import, or lists edited by hand
/// out of both. Byte order marks, doubled brackets, trailing commas and comments do no harm; what cannot be carried over without
/// changing its meaning is an error, because the import would be broader than the file says.
/// </summary>
public static class DqrJsonReader
{
    private static readonly HashSet<string> s_requestKeys = new(StringComparer.OrdinalIgnoreCase) { "aeTitle", "projectId", "forceImport", "port", "requestId" };

    /// <summary>Reads a file.</summary>
    /// <exception cref="XnatException">It is no JSON, or not of the plugin; the message has line and column, or the path of the item.</exception>
    public static DqrJsonDocument ReadFile(string path, long pacsId = 0)
    {
        string full = System.IO.Path.GetFullPath(path ?? throw new ArgumentNullException(nameof(path)));
        return Read(JsonSource.ReadFile(full), full, pacsId);
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="bytes">UTF-8, or UTF-16 with a mark.</param>
    /// <param name="sourceFile">Where they came from, for the studies.</param>
    /// <param name="pacsId">The PACS, where the text does not say.</param>
    public static DqrJsonDocument Read(byte[] bytes, string? sourceFile = null, long pacsId = 0)
    {
        using JsonDocument document = JsonSource.Parse(bytes ?? throw new ArgumentNullException(nameof(bytes)));
        Walk walk = new(sourceFile, pacsId);
        try
        {
            walk.Visit(document.RootElement, "$", null, null);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair passes the parser and fails only when the text is taken out.
            throw Wrong("$", "a text holds half a character");
        }

        return new DqrJsonDocument
        {
            Kind = walk.IsRequest ? DqrJsonKind.ImportRequest : walk.IsAnswer ? DqrJsonKind.BatchAnswer : DqrJsonKind.StudyList,
            Studies = walk.Studies,
            EmptyRows = walk.EmptyRows,
            PacsId = walk.PacsId,
            Project = walk.Project,
            ReceiverAETitle = walk.ReceiverAETitle,
            ReceiverPort = walk.ReceiverPort,
            ForceImport = walk.ForceImport,
        };
    }

    private static XnatException Wrong(string path, string what) => new(XnatErrorCode.JsonInvalid, $"At {path}: {what}.");

    /// <summary>Goes down the text; whatever has a study UID is a study, whatever has studies hands down labels and criteria.</summary>
    private sealed class Walk
    {
        private readonly string? _sourceFile;

        public Walk(string? sourceFile, long pacsId)
        {
            _sourceFile = sourceFile;
            PacsId = pacsId;
        }

        public List<PacsStudy> Studies { get; } = [];

        public List<ImportRow> EmptyRows { get; } = [];

        public bool IsRequest { get; private set; }

        public bool IsAnswer { get; private set; }

        public long PacsId { get; private set; }

        public string? Project { get; private set; }

        public string? ReceiverAETitle { get; private set; }

        public int ReceiverPort { get; private set; }

        public bool ForceImport { get; private set; }

        public void Visit(JsonElement element, string path, RelabelMap? labels, ImportRow? criteria)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                int index = 0;
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Visit(item, $"{path}[{index++}]", labels, criteria);
                }

                return;
            }

            if (element.ValueKind != JsonValueKind.Object)
            {
                throw Wrong(path, "a study, a row or a request should stand here");
            }

            RelabelMap? own = Labels(element, path);
            labels = own is { IsEmpty: false } ? own : labels ?? own;
            if (element.Find("criteria", out JsonElement asked) && asked.ValueKind == JsonValueKind.Object)
            {
                IsAnswer = true;
                criteria = Criteria(asked, labels);
            }

            ReadRequest(element);
            if (element.Find("studies", out JsonElement studies) && studies.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
            {
                int before = Studies.Count;
                Visit(studies, path + ".studies", labels, criteria);
                if (Studies.Count == before && criteria is not null)
                {
                    EmptyRows.Add(criteria);
                }
            }
            else if (!string.IsNullOrWhiteSpace(element.Text("studyInstanceUid")))
            {
                AddStudy(element, path, labels, criteria);
            }
            else if (element.Find("value", out JsonElement wrapped) && wrapped.ValueKind == JsonValueKind.Array)
            {
                // Windows PowerShell's ConvertTo-Json writes some lists as {"value":[...],"Count":n}.
                Visit(wrapped, path + ".value", labels, criteria);
            }
            else
            {
                throw Wrong(path, "there is neither studyInstanceUid nor studies");
            }
        }

        private void ReadRequest(JsonElement element)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                IsRequest |= s_requestKeys.Contains(property.Name);
            }

            if (element.Long("pacsId") is long pacs and > 0)
            {
                PacsId = pacs;
            }

            Project = element.Text("projectId", "xnatProject") ?? Project;
            ReceiverAETitle = element.Text("aeTitle") ?? ReceiverAETitle;
            ReceiverPort = element.Int("port") ?? ReceiverPort;
            ForceImport |= element.Bool("forceImport") ?? false;
        }

        private void AddStudy(JsonElement element, string path, RelabelMap? labels, ImportRow? criteria)
        {
            if (!string.IsNullOrWhiteSpace(element.Text("anonScript")))
            {
                throw Wrong(path, "the study has a script of its own (anonScript), which is not supported; use relabelMap");
            }

            if (element.Texts("seriesDescriptions").Length > 0)
            {
                throw Wrong(path, "the study chooses series by description, which the server matches letter by letter; name their UIDs (Select-PacsSeries does)");
            }

            PacsStudy read = DqrRead.Study(element, PacsId, labels ?? RelabelMap.Empty);
            Studies.Add(new PacsStudy
            {
                Criteria = criteria,
                SourceFile = _sourceFile,
                PacsId = PacsId,
                StudyInstanceUid = read.StudyInstanceUid.Trim(),
                StudyId = read.StudyId,
                StudyDescription = read.StudyDescription,
                AccessionNumber = read.AccessionNumber,
                StudyDate = read.StudyDate,
                Modality = read.Modality,
                ReferringPhysicianName = read.ReferringPhysicianName,
                PatientId = read.PatientId,
                PatientName = read.PatientName,
                PatientSex = read.PatientSex,
                PatientBirthDate = read.PatientBirthDate,
                SeriesCount = read.SeriesCount,
                InstanceCount = read.InstanceCount,
                SeriesInstanceUid = element.Texts("seriesInstanceUids"),
                Labels = labels ?? RelabelMap.Empty,
            });
        }

        /// <summary>The relabel map under the server's keys; usual other spellings are taken, unknown keys are not dropped in silence.</summary>
        private static RelabelMap? Labels(JsonElement element, string path)
        {
            if (!element.Find("relabelMap", out JsonElement map) || map.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            if (map.ValueKind != JsonValueKind.Object)
            {
                throw Wrong(path + ".relabelMap", "the labels must be an object, {\"Subject\": ..., \"Session\": ...}");
            }

            Dictionary<string, string> entries = new(StringComparer.OrdinalIgnoreCase);
            foreach (JsonProperty property in map.EnumerateObject())
            {
                string? value = JsonRead.AsText(property.Value);
                if (string.IsNullOrWhiteSpace(value))
                {
                    continue;
                }

                CsvField field = CsvHeadings.Find(property.Name);
                if (field is < CsvField.Subject or > CsvField.RelabelPatientBirthDate)
                {
                    throw Wrong(path + ".relabelMap", "a key is not one the server knows; it would fail the whole request");
                }

                entries[CsvHeadings.NameOf(field)] = value!;
            }

            return RelabelWire.Read(entries);
        }

        /// <summary>The criteria the server echoed. Its dates are times of day by a defect, so they are left out.</summary>
        private ImportRow Criteria(JsonElement asked, RelabelMap? labels) => new()
        {
            SourceFile = _sourceFile,
            AccessionNumber = asked.Text("accessionNumber"),
            StudyInstanceUid = asked.Text("studyInstanceUid"),
            PatientId = asked.Text("patientId"),
            PatientBirthDate = asked.Text("dob"),
            Modality = asked.Text("modality"),
            Labels = labels ?? RelabelMap.Empty,
        };
    }
}

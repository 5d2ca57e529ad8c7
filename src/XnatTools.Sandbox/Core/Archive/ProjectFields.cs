using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;
using XnatTools.Sandbox.Core.Legacy;

namespace XnatTools.Sandbox.Core.Archive;

/// <summary>What a caller says of a project: read from XML, query or form, applied, and checked against other projects.</summary>
internal static class ProjectFields
{
    internal static void Apply(SandboxProject project, Dictionary<string, string> fields)
    {
        string Field(string name, string present) => fields.TryGetValue(name, out string? value) ? value : present;
        project.SecondaryId = Field("secondary_ID", project.SecondaryId.Length > 0 ? project.SecondaryId : project.Id);
        project.Name = Field("name", project.Name.Length > 0 ? project.Name : project.Id);
        project.Description = Field("description", project.Description);
        project.Keywords = Field("keywords", project.Keywords);
        project.Note = Field("note", project.Note);
        project.PiFirstName = Field("pi_firstname", project.PiFirstName);
        project.PiLastName = Field("pi_lastname", project.PiLastName);
        if (fields.TryGetValue("alias", out string? alias))
        {
            project.Aliases = alias.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        }
    }

    // Id, name, running title and aliases are unique together, whatever their case.
    internal static string? Clash(SandboxState state, SandboxProject project)
    {
        static IEnumerable<string> Names(SandboxProject p) => p.Aliases.Concat([p.Id, p.Name, p.SecondaryId]).Where(n => n.Length > 0);
        string[] taken = Names(project)
            .Where(n => state.Projects.Any(p => p.Id != project.Id && Names(p).Contains(n, StringComparer.OrdinalIgnoreCase)))
            .Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        return taken.Length == 0 ? null : "Already in use by another project: " + string.Join(", ", taken);
    }

    // XML body, or query and form fields, by short name or by full path.
    internal static async Task<Dictionary<string, string>> ReadAsync(LegacyCall call)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues> pair in call.Params())
        {
            string key = pair.Key.StartsWith("xnat:projectData/", StringComparison.Ordinal) ? pair.Key["xnat:projectData/".Length..] : pair.Key;
            fields[key switch { "PI/firstname" => "pi_firstname", "PI/lastname" => "pi_lastname", _ => key }] = pair.Value.ToString();
        }

        string body = call.Http.Request.HasFormContentType ? "" : await call.BodyAsync().ConfigureAwait(false);
        if (body.TrimStart().StartsWith('<'))
        {
            try
            {
                ReadXml(XDocument.Parse(body).Root!, fields);
            }
            catch (XmlException)
            {
                fields["ID"] = "";
            }
        }

        return fields;
    }

    private static void ReadXml(XElement root, Dictionary<string, string> fields)
    {
        foreach (string attribute in new[] { "ID", "secondary_ID" })
        {
            if (root.Attribute(attribute)?.Value is string value)
            {
                fields[attribute] = value;
            }
        }

        foreach (XElement element in root.Descendants())
        {
            string? key = (element.Parent?.Name.LocalName, element.Name.LocalName) switch
            {
                ("PI", "firstname") => "pi_firstname",
                ("PI", "lastname") => "pi_lastname",
                (_, "name" or "description" or "keywords" or "note" or "alias") => element.Name.LocalName,
                _ => null,
            };
            if (key is not null && !element.HasElements)
            {
                fields[key] = element.Value;
            }
        }
    }
}

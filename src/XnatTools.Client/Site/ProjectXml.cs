using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;

namespace XnatTools.Client;

/// <summary>The XML form of a project, as XNAT takes it.</summary>
internal static class ProjectXml
{
    private const string Namespace = "http://nrg.wustl.edu/xnat";

    public static HttpContent Content(XnatProjectDefinition project)
    {
        using MemoryStream bytes = new();
        using (XmlWriter xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("xnat", "projectData", Namespace);
            xml.WriteAttributeString("ID", project.Id);
            xml.WriteAttributeString("secondary_ID", project.RunningTitle ?? project.Id);
            Element(xml, "name", project.Name ?? project.Id);
            Element(xml, "description", project.Description);
            Element(xml, "keywords", project.Keywords);
            if (project.InvestigatorFirstName is not null || project.InvestigatorLastName is not null)
            {
                xml.WriteStartElement("xnat", "PI", Namespace);
                Element(xml, "firstname", project.InvestigatorFirstName);
                Element(xml, "lastname", project.InvestigatorLastName);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        ByteArrayContent content = new(bytes.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("text/xml") { CharSet = "utf-8" };
        return content;
    }

    private static void Element(XmlWriter xml, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            xml.WriteElementString("xnat", name, Namespace, value);
        }
    }
}

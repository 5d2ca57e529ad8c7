using System.Linq;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Legacy;

/// <summary>Tables in the formats that a caller may ask for; JSON unless another is asked for by name.</summary>
internal static class TableFormats
{
    internal static IResult Answer(LegacyCall call, Table table) => call.Format() switch
    {
        "csv" => Web.Answer.Text(Csv(table), 200, "text/csv"),
        "html" => Results.Text(Html(table), "text/html;charset=UTF-8", Encoding.UTF8),
        "xml" => Web.Answer.Text(Xml(table), 200, "text/xml"),
        _ => Web.Answer.Table(table),
    };

    private static string Csv(Table table)
    {
        StringBuilder text = new();
        text.AppendJoin(',', table.Columns.Select(Quote)).Append('\n');
        foreach (string?[] row in table.Rows)
        {
            text.AppendJoin(',', row.Select(c => Quote(c ?? ""))).Append('\n');
        }

        return text.ToString();
    }

    private static string Quote(string cell) => $"\"{cell.Replace("\"", "\"\"", System.StringComparison.Ordinal)}\"";

    private static string Html(Table table)
    {
        StringBuilder text = new("<table><tr>");
        foreach (string column in table.Columns)
        {
            text.Append("<th>").Append(WebUtility.HtmlEncode(column)).Append("</th>");
        }

        text.Append("</tr>");
        foreach (string?[] row in table.Rows)
        {
            text.Append("<tr>");
            foreach (string? cell in row)
            {
                text.Append("<td>").Append(WebUtility.HtmlEncode(cell ?? "")).Append("</td>");
            }

            text.Append("</tr>");
        }

        return text.Append("</table>").ToString();
    }

    private static string Xml(Table table)
    {
        StringBuilder text = new("<ResultSet totalRecords=\"");
        text.Append(table.Rows.Count).Append("\"><results><columns>");
        foreach (string column in table.Columns)
        {
            text.Append("<column>").Append(WebUtility.HtmlEncode(column)).Append("</column>");
        }

        text.Append("</columns><rows>");
        foreach (string?[] row in table.Rows)
        {
            text.Append("<row>");
            foreach (string? cell in row)
            {
                text.Append("<cell>").Append(WebUtility.HtmlEncode(cell ?? "")).Append("</cell>");
            }

            text.Append("</row>");
        }

        return text.Append("</rows></results></ResultSet>").ToString();
    }
}

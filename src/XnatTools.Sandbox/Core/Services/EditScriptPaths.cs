using System;
using System.Globalization;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Anonymization;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Services;

/// <summary>The oldest way to scripts, still served: config/edit/.../image/dicom/script and status (specification of the core API, 12.1).</summary>
internal static class EditScriptPaths
{
    internal static void Add(LegacyRouter router)
    {
        foreach (string place in new[] { "config/edit/image/dicom/{R}", "config/edit/projects/{P}/image/dicom/{R}" })
        {
            router.Add(place, (Func<LegacyCall, Task<IResult>>)AnswerAsync);
        }
    }

    private static async Task<IResult> AnswerAsync(LegacyCall call)
    {
        string body = call.IsGet ? "" : await call.BodyAsync().ConfigureAwait(false);
        lock (call.State.Sync)
        {
            if (call["R"] is not ("script" or "status"))
            {
                return Answer.HtmlError(400, "Resource type must be either script or status.");
            }

            string project = "";
            if (call.Values.TryGetValue("P", out string? name))
            {
                if (Identifier.FindProject(call.State, name)?.Id is not string id)
                {
                    return Answer.HtmlError(400, "This project does not exist.");
                }

                project = id;
            }

            if (call.IsGet)
            {
                // Everybody may see the site's script.
                return project.Length == 0 || call.Caller.CanRead(project) ? Show(call, project) : Answer.HtmlError(403);
            }

            if (!HttpMethods.IsPut(call.Method))
            {
                return LegacyCall.NotAllowed();
            }

            return (project.Length == 0 ? call.Caller.IsAdmin : call.Caller.CanDelete(project)) ? Put(call, project, body) : Answer.HtmlError(403);
        }
    }

    private static IResult Show(LegacyCall call, string project)
    {
        bool script = call["R"] == "script";
        Table table = script ? new Table("project", "user", "create_date", "script", "id") : new Table("project", "edit", "create_date", "user", "id");
        if (ScriptRows.Of(call.Context, project) is ConfigEntry row)
        {
            string place = project.Length == 0 ? "-1" : project;
            string id = row.Version.ToString(CultureInfo.InvariantCulture);
            if (script)
            {
                table.Add(place, row.User, row.CreateDate, row.Contents, id);
            }
            else
            {
                table.Add(place, row.Enabled ? "true" : "false", row.CreateDate, row.User, id);
            }
        }

        return TableFormats.Answer(call, table);
    }

    private static IResult Put(LegacyCall call, string project, string body)
    {
        if (call["R"] == "script")
        {
            ScriptRows.Store(call.Context, project, call.Caller.Name, body);
            return Answer.Empty();
        }

        if (call.Param("activate") is not ("true" or "false"))
        {
            return Answer.HtmlError(400, "The activate parameter should be either true or false.");
        }

        return ScriptRows.Enable(call.Context, project, call.Param("activate") == "true") ? Answer.Empty() : Answer.HtmlError(500);
    }
}

using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Dqr;

/// <summary>The settings of the plugin and of projects.</summary>
internal sealed class SettingsEndpoints(DqrRuntime dqr)
{
    private const string ProjectPath = "/xapi/dqr/settings/project/{projectId}";

    public void Map(DqrRoutes routes)
    {
        routes.Map("GET", "/xapi/dqr/settings", DqrRole.DataAccess, _ => Task.FromResult<JsonNode?>(dqr.Settings.ToJson()));
        routes.Map("POST", "/xapi/dqr/settings", DqrRole.DataAdmin, ApplyAsync);
        routes.Map("GET", "/xapi/dqr/settings/project", DqrRole.Admin, _ => Task.FromResult<JsonNode?>(
            dqr.Store.Read(document => new JsonArray([.. document.Projects.Select(DqrJson.Project)]))));
        routes.Map("POST", "/xapi/dqr/settings/project", DqrRole.Admin, CreateAsync);
        routes.Map("GET", ProjectPath, DqrRole.Admin, Get);
        routes.Map("PUT", ProjectPath, DqrRole.Admin, PutAsync);
        routes.Map("DELETE", ProjectPath, DqrRole.Admin, Delete);
        routes.Map("GET", ProjectPath + "/enabled", DqrRole.Authenticated, Enabled);
    }

    private async Task<JsonNode?> ApplyAsync(DqrCall call)
    {
        dqr.Settings.Apply(LenientJson.ParseObject(await call.BodyAsync().ConfigureAwait(false)));
        return null;
    }

    private async Task<JsonNode?> CreateAsync(DqrCall call)
    {
        JsonObject body = LenientJson.ParseObject(await call.BodyAsync().ConfigureAwait(false));
        string project = ImportRequest.Text(body["projectId"]) ?? throw new XapiException(XapiFault.Other);
        bool enabled = ImportRequest.Text(body["dqrEnabled"]) is "true";
        return dqr.Store.Write(document =>
        {
            if (document.Projects.Exists(settings => settings.ProjectId == project))
            {
                throw new XapiException(XapiFault.AlreadyExists, "There are already DQR settings for project " + project);
            }

            DqrProjectSettings created = new(document.Next("project"), project, enabled);
            document.Projects.Add(created);
            return DqrJson.Project(created);
        });
    }

    private Task<JsonNode?> Get(DqrCall call)
    {
        string project = call.Route("projectId");
        DqrProjectSettings? settings = dqr.Store.Read(document => document.Projects.Find(one => one.ProjectId == project));
        return settings is null ? throw NotFound(project) : Task.FromResult<JsonNode?>(DqrJson.Project(settings));
    }

    private async Task<JsonNode?> PutAsync(DqrCall call)
    {
        string project = call.Route("projectId");
        JsonObject body = LenientJson.ParseObject(await call.BodyAsync().ConfigureAwait(false));

        // What comes back says dqrEnabled; what is taken is enabled.
        if (body["enabled"] is not JsonValue value || value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
        {
            throw new XapiException(XapiFault.NotModified);
        }

        bool enabled = value.GetValue<bool>();
        return dqr.Store.Write(document =>
        {
            int index = document.Projects.FindIndex(one => one.ProjectId == project);
            DqrProjectSettings settings = new(index < 0 ? document.Next("project") : document.Projects[index].Id, project, enabled);
            if (index < 0)
            {
                document.Projects.Add(settings);
            }
            else
            {
                document.Projects[index] = settings;
            }

            return DqrJson.Project(settings);
        });
    }

    private Task<JsonNode?> Delete(DqrCall call)
    {
        string project = call.Route("projectId");
        return dqr.Store.Write(document => document.Projects.RemoveAll(one => one.ProjectId == project)) == 0
            ? throw NotFound(project)
            : Task.FromResult<JsonNode?>(JsonValue.Create(true));
    }

    private Task<JsonNode?> Enabled(DqrCall call)
    {
        string project = call.Route("projectId");
        if (!call.CanRead(project))
        {
            throw new XapiException(XapiFault.Forbidden);
        }

        bool enabled = dqr.Settings.AllowAllProjects || dqr.Store.Read(document => document.Projects.Exists(one => one.ProjectId == project && one.DqrEnabled));
        return Task.FromResult<JsonNode?>(JsonValue.Create(enabled));
    }

    private static XapiException NotFound(string project) => new(XapiFault.NotFound, "No DQR settings for project " + project);
}

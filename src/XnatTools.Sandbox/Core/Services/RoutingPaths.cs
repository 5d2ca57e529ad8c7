using System.Linq;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Services;

/// <summary>Study routing (specification 21).</summary>
internal static class RoutingPaths
{
    internal static void Add(LegacyRouter router)
    {
        router.Add("routing", List);
        router.Add("routing/{UID}", One);
    }

    private static Table Rows(LegacyCall call, string? uid)
    {
        Table table = new("studyInstanceUID", "project", "subject", "user", "created", "accessed", "label");
        foreach (StudyRoute r in call.State.Routes.Where(r => (uid is null || r.StudyInstanceUid == uid) && call.Caller.CanEdit(r.Project)))
        {
            table.Add(
                r.StudyInstanceUid, r.Project, r.Subject, r.User, SqlTime.Format(r.Created, call.Context.Clock), SqlTime.Format(r.Accessed, call.Context.Clock), r.Label);
        }

        return table;
    }

    private static IResult List(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            return TableFormats.Answer(call, Rows(call, null));
        }
    }

    private static IResult One(LegacyCall call)
    {
        lock (call.State.Sync)
        {
            string uid = call["UID"];
            StudyRoute? route = call.State.Routes.FirstOrDefault(r => r.StudyInstanceUid == uid && !r.Dqr);
            if (call.IsGet)
            {
                return route is null ? Answer.HtmlError(404) : TableFormats.Answer(call, Rows(call, uid));
            }

            if (route is not null && !call.Caller.CanEdit(route.Project))
            {
                return Answer.HtmlError(403);
            }

            if (HttpMethods.IsDelete(call.Method))
            {
                call.State.Routes.RemoveAll(r => r.StudyInstanceUid == uid && !r.Dqr);
                call.State.Changed();
                return route is null ? Answer.HtmlError(404) : Answer.Empty();
            }

            return HttpMethods.IsPut(call.Method) ? Put(call, uid) : LegacyCall.NotAllowed();
        }
    }

    private static IResult Put(LegacyCall call, string uid)
    {
        if (call.Param("subject", "label") is not null || call.Param("project") is not string project || !call.State.Projects.Any(p => p.Id == project))
        {
            return Answer.HtmlError(400);
        }

        if (!call.Caller.CanEdit(project))
        {
            return Answer.HtmlError(403);
        }

        call.State.Routes.RemoveAll(r => r.StudyInstanceUid == uid && !r.Dqr);
        System.DateTimeOffset now = call.Context.Clock.GetUtcNow();
        call.State.Routes.Add(new StudyRoute { StudyInstanceUid = uid, Project = project, User = call.Caller.Name, Created = now, Accessed = now });
        call.State.Changed();
        return Answer.Empty();
    }
}

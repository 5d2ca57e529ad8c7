using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Web;

namespace XnatTools.Sandbox.Core.Xapi;

/// <summary>/xapi/dicomscp (specification 20).</summary>
internal static class ReceiverXapi
{
    internal static void Map(WebApplication app, SandboxContext context)
    {
        SandboxState state = context.State;
        app.MapGet("/xapi/dicomscp", () =>
        {
            lock (state.Sync)
            {
                return Answer.Json(state.Receivers.Select(Shape).ToArray());
            }
        });
        app.MapGet("/xapi/dicomscp/identifiers", () => Answer.Json(new Dictionary<string, string>
        {
            ["dicomObjectIdentifier"] = "XNAT 1.8 Dicom object identifier (default)",
            ["dqrObjectIdentifier"] = "DQR Dicom object identifier",
        }));
        app.MapPost("/xapi/dicomscp", (Delegate)((HttpContext http) => SaveAsync(http, context, null)));
        app.MapGet("/xapi/dicomscp/{id:long}", (HttpContext http, long id) => One(http, context, id, r => Answer.Json(Shape(r))));
        app.MapPut("/xapi/dicomscp/{id:long}", (Delegate)((HttpContext http, long id) => SaveAsync(http, context, id)));
        app.MapDelete("/xapi/dicomscp/{id:long}", (Delegate)((HttpContext http, long id) => ChangeAsync(http, context, id, r => state.Receivers.Remove(r))));
        app.MapGet("/xapi/dicomscp/title/{title}/{port:int}", (HttpContext http, string title, int port) =>
        {
            XapiCall.NeedAdmin(http);
            lock (state.Sync)
            {
                return state.Receivers.FirstOrDefault(r => r.AeTitle == title && r.Port == port) is SandboxReceiver receiver
                    ? Answer.Json(Shape(receiver))
                    : throw new XapiException(XapiFault.NotFound, "receiver");
            }
        });
        app.MapGet("/xapi/dicomscp/{id:long}/enabled", (HttpContext http, long id) => One(http, context, id, r => Answer.Json(r.Enabled)));
        app.MapPut("/xapi/dicomscp/{id:long}/enabled/{value:bool}", (Delegate)((HttpContext http, long id, bool value) =>
            ChangeAsync(http, context, id, r => r.Enabled = value)));
        app.MapPut("/xapi/dicomscp/start", (Delegate)((HttpContext http) => AllAsync(http, context, true)));
        app.MapPut("/xapi/dicomscp/stop", (Delegate)((HttpContext http) => AllAsync(http, context, false)));
    }

    private static Dictionary<string, object> Shape(SandboxReceiver r)
    {
        JsonObject json = JsonSerializer.SerializeToNode(r, Answer.XapiJson)!.AsObject();
        Dictionary<string, object> shape = new() { ["created"] = 1709800000000L, ["timestamp"] = 1709800000000L, ["disabled"] = 0 };
        foreach (KeyValuePair<string, JsonNode?> pair in json)
        {
            shape[pair.Key] = pair.Value!;
        }

        return shape;
    }

    private static IResult One(HttpContext http, SandboxContext context, long id, Func<SandboxReceiver, IResult> answer)
    {
        XapiCall.NeedAdmin(http);
        lock (context.State.Sync)
        {
            return answer(context.State.Receivers.FirstOrDefault(r => r.Id == id) ?? throw new XapiException(XapiFault.NotFound, "receiver"));
        }
    }

    // The receivers themselves follow outside the lock: they may have to wait for a port.
    private static async Task<IResult> ChangeAsync(HttpContext http, SandboxContext context, long id, Action<SandboxReceiver> change)
    {
        IResult answer = One(http, context, id, r =>
        {
            change(r);
            context.State.Changed();
            return Answer.Empty();
        });
        await context.ReceiversChanged().ConfigureAwait(false);
        return answer;
    }

    private static async Task<IResult> AllAsync(HttpContext http, SandboxContext context, bool enabled)
    {
        XapiCall.NeedAdmin(http);
        lock (context.State.Sync)
        {
            context.State.Receivers.ForEach(r => r.Enabled = enabled);
            context.State.Changed();
        }

        await context.ReceiversChanged().ConfigureAwait(false);
        return Answer.Empty();
    }

    private static async Task<IResult> SaveAsync(HttpContext http, SandboxContext context, long? id)
    {
        XapiCall.NeedAdmin(http);
        JsonNode? json = await XapiCall.JsonAsync(http);
        SandboxReceiver saved = Save(context, id, json);
        await context.ReceiversChanged().ConfigureAwait(false);
        lock (context.State.Sync)
        {
            return Answer.Json(Shape(saved));
        }
    }

    private static SandboxReceiver Save(SandboxContext context, long? id, JsonNode? json)
    {
        lock (context.State.Sync)
        {
            SandboxReceiver? present = context.State.Receivers.FirstOrDefault(r => r.Id == id);
            if (id is not null && present is null)
            {
                throw new XapiException(XapiFault.NotFound, "receiver");
            }

            // What is given goes over what is there.
            JsonObject whole = JsonSerializer.SerializeToNode(present ?? new SandboxReceiver(), Answer.XapiJson)!.AsObject();
            foreach (KeyValuePair<string, JsonNode?> pair in json as JsonObject ?? [])
            {
                whole[pair.Key] = pair.Value?.DeepClone();
            }

            SandboxReceiver receiver = whole.Deserialize<SandboxReceiver>(Answer.XapiJson)!;
            receiver.Id = present?.Id ?? context.State.NextId("receiver");
            if (context.State.Receivers.Any(r => r != present && r.AeTitle == receiver.AeTitle && r.Port == receiver.Port))
            {
                throw new XapiException(XapiFault.DataFormat, "A receiver with this AE title and port exists.");
            }

            if (present is not null)
            {
                context.State.Receivers.Remove(present);
            }

            context.State.Receivers.Add(receiver);
            context.State.Changed();
            return receiver;
        }
    }
}

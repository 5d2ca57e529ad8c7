using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using XnatTools.Sandbox.Core.Legacy;

namespace XnatTools.Sandbox.Core.Import;

/// <summary>Status records of work that goes on after the answer: GET /data/status/{id} (specification 17.1).</summary>
internal sealed class StatusBoard
{
    private readonly ConcurrentDictionary<(string User, string Id), List<Line>> _records = new();

    /// <summary>Runs work in the background; every step is a line of the record.</summary>
    internal void Run(LegacyCall call, string id, Func<Task<IReadOnlyList<string>>> work)
    {
        List<Line> lines = _records.AddOrUpdate((call.Caller.Name, id), _ => [], (_, _) => []);
        Add(lines, new Line("PROCESSING", "Importing", false));
        _ = Task.Run(async () =>
        {
            try
            {
                IReadOnlyList<string> uris = await work().ConfigureAwait(false);
                Add(lines, new Line("COMPLETED", string.Join(';', uris), true));
            }
            catch (ImportException refusal)
            {
                Add(lines, new Line("FAILED", refusal.Message, true));
            }
            catch (System.IO.IOException)
            {
                Add(lines, new Line("FAILED", "The import failed.", true));
            }
        });
    }

    internal IResult Answer(LegacyCall call)
    {
        if (!_records.TryGetValue((call.Caller.Name, call["ID"]), out List<Line>? lines))
        {
            return Web.Answer.HtmlError(404);
        }

        lock (lines)
        {
            return Web.Answer.Json(new { Msgs = new[] { lines.Select(l => new { l.Status, l.Msg, l.Terminal }).ToArray() } });
        }
    }

    private static void Add(List<Line> lines, Line line)
    {
        lock (lines)
        {
            lines.Add(line);
        }
    }

    private sealed record Line(string Status, string Msg, bool Terminal);
}

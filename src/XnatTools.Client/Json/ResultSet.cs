using System.Collections.Generic;
using System.Text.Json;

namespace XnatTools.Client;

/// <summary>The tables of XNAT's legacy half: <c>{"ResultSet":{"Result":[...]}}</c>, every value a text.</summary>
internal static class ResultSet
{
    /// <summary>The rows; of a bare array its elements. <c>totalRecords</c> is not looked at: it is often missing.</summary>
    public static IEnumerable<JsonElement> Rows(JsonDocument document, XnatResponse response)
    {
        JsonElement root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root.Items();
        }

        if (root.Find("ResultSet", out JsonElement set))
        {
            return set.Find("Result", out JsonElement rows) ? rows.Items() : [];
        }

        throw ErrorMap.Make(response.Request, XnatErrorCode.UnexpectedResponse, "The answer is not the table that was asked for.", response.Status);
    }
}

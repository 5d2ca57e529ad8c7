using System;
using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>The functions of version 4: missing elements count as empty text.</summary>
internal static class FunctionTable4
{
    private static readonly Dictionary<string, FunctionInfo> s_functions = Build();

    public static FunctionInfo? Find(string name) => s_functions.TryGetValue(name, out FunctionInfo? function) ? function : null;

    private static Dictionary<string, FunctionInfo> Build()
    {
        Dictionary<string, FunctionInfo> functions = new(StringComparer.Ordinal);
        void Add(string name, int least, int most, FunctionBody body) => functions.Add(name, new FunctionInfo(name, least, most, false, body));

        Add("substring", 3, 3, (run, arguments) => string.IsNullOrEmpty(arguments.Text(run, 0)) ? null : TextFunctions.Substring(run, arguments));
        Add("format", 1, FunctionTable.Any, TextFunctions.Format);
        Add("lowercase", 1, 1, (run, arguments) => arguments.Text(run, 0)?.ToLowerInvariant());
        Add("uppercase", 1, 1, (run, arguments) => arguments.Text(run, 0)?.ToUpperInvariant());
        Add("getURL", 1, 1, TextFunctions.GetUrl);
        Add("replace", 3, 3, TextFunctions.Replace);
        Add("match", 3, 3, (run, arguments) => arguments.Text(run, 0) is null ? null : TextFunctions.Match(run, arguments, whole: true));
        Add("urlEncode", 1, 1, (run, arguments) => arguments.Text(run, 0) is { } text ? UrlText.Encode(text) : null);
        Add("hashUID", 1, 1, UidFunctions.Hash);
        Add("newUID", 0, 0, UidFunctions.New);
        return functions;
    }
}

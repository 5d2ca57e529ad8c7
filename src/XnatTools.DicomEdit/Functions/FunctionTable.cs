using System;
using System.Collections.Generic;

namespace XnatTools.DicomEdit;

/// <summary>The functions of version 6. Their names distinguish case.</summary>
internal static class FunctionTable
{
    public const int Any = int.MaxValue;

    private static readonly Dictionary<string, FunctionInfo> s_functions = Build();

    public static IReadOnlyCollection<string> Names => s_functions.Keys;

    public static FunctionInfo? Find(string name) => s_functions.TryGetValue(name, out FunctionInfo? function) ? function : null;

    /// <summary>A name that differs in case only, or by a letter, or null.</summary>
    public static string? Nearest(string name)
    {
        string? best = null;
        foreach (string known in s_functions.Keys)
        {
            if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }

            bool near = name.Length >= 4 && known.Length >= name.Length && known.StartsWith(name, StringComparison.OrdinalIgnoreCase);
            best ??= near ? known : null;
        }

        return best;
    }

    private static Dictionary<string, FunctionInfo> Build()
    {
        Dictionary<string, FunctionInfo> functions = new(StringComparer.Ordinal);
        void Add(string name, int least, int most, FunctionBody body) => functions.Add(name, new FunctionInfo(name, least, most, false, body));
        void Do(string name, int least, int most, FunctionBody body) => functions.Add(name, new FunctionInfo(name, least, most, true, body));

        Add("concatenate", 0, Any, TextFunctions.Concatenate);
        Add("format", 1, Any, TextFunctions.Format);
        Add("lowercase", 1, 1, TextFunctions.Lowercase);
        Add("uppercase", 1, 1, TextFunctions.Uppercase);
        Add("substring", 3, 3, TextFunctions.Substring);
        Add("replace", 3, 3, TextFunctions.Replace);
        Add("match", 3, 3, TextFunctions.Match);
        Add("ismatch", 2, 2, TextFunctions.IsMatch);
        Add("normalizeString", 1, 2, TextFunctions.Normalize);
        Add("lookup", 2, 2, TextFunctions.Lookup);
        Add("getURL", 1, 1, TextFunctions.GetUrl);
        Add("hashUID", 1, Any, UidFunctions.Hash);
        Do("hashUIDList", 1, Any, UidFunctions.HashList);
        Add("newUID", 0, 0, UidFunctions.New);
        Add("mapUID", 2, 2, UidFunctions.Map);
        Do("mapReferencedUIDs", 2, Any, UidFunctions.MapReferenced);
        Add("shiftDateByIncrement", 2, 3, DateFunctions.ShiftDate);
        Add("shiftDateTimeByIncrement", 2, 3, DateFunctions.ShiftDateTime);
        Do("shiftDateTimeSequenceByIncrement", 2, Any, DateFunctions.ShiftSequence);
        Do("shiftDateTimeListByIncrement", 3, 3, DateFunctions.ShiftList);
        Do("scalePatientAgeAndDobFromStudyDate", 0, 0, DateFunctions.ScaleAge);
        Do("removeTags", 1, Any, TagFunctions.RemoveTags);
        Do("retainPrivateTags", 0, Any, TagFunctions.RetainPrivate);
        Add("collectValues", 1, Any, TagFunctions.CollectValues);
        Do("blankValues", 1, Any, TagFunctions.BlankValues);
        Do("delete", 1, Any, TagFunctions.Delete);
        Do("set", 2, 2, TagFunctions.Set);
        Add("isPresent", 1, Any, TagFunctions.IsPresent);
        Add("valueAt", 1, 1, TagFunctions.ValueAt);
        Add("true", 0, Any, (_, _) => Nothing.s_true);
        Add("false", 0, Any, (_, _) => Nothing.s_false);
        Add("and", 0, Any, LogicFunctions.And);
        Add("or", 0, Any, LogicFunctions.Or);
        Add("equals", 0, Any, LogicFunctions.AllEqual);
        Do("reject", 0, 1, LogicFunctions.Reject);
        Do("alterPixels", 4, 4, PixelFunctions.AlterPixels);
        return functions;
    }
}

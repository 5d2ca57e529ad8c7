using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace XnatTools.DicomEdit.Tests.Differential;

/// <summary>Scripts at random, the same for a seed: every statement, operator, form of path and function, and their edges.</summary>
internal sealed class ScriptGenerator(int seed)
{
    private static readonly string[] s_roots =
    [
        "(0008,0020)", "(0008,0021)", "(0008,0022)", "(0008,002A)", "(0008,0030)", "(0008,0050)", "(0008,0060)", "(0008,0080)", "(0008,0090)",
        "(0008,103E)", "(0010,0010)", "(0010,0020)", "(0010,0030)", "(0010,1000)", "(0010,1010)", "(0010,4000)", "(0018,1030)", "(0020,000D)",
        "(0020,000E)", "(0020,0010)", "(0020,0013)", "(0028,0030)", "(0040,0254)", "(0008,0008)", "(0028,0010)", "(0028,0009)", "(0018,9073)",
        "(0018,9074)", "(0018,6020)", "(0018,6028)", "(0018,9087)", "(0008,0018)", "(0020,4000)", "(0008,1048)", "(0010,2180)", "(0008,0012)",
    ];

    private static readonly string[] s_texts =
    [
        "\"X\"", "\"\"", "\"a b\"", "\"ANON^NAME\"", "\"12\"", "\"0\"", "\"20310101\"", "\"1.2.3.4\"", "\"A\\\\B\"", "\"C.\"", "\"it's {0}\"", "\" lead\"", "\"P7.*\"", "\"MR\"", "\"CT\"", "\"true\"",
    ];

    private static readonly string[] s_sequences = ["(0008,1140)", "(0040,0275)", "(0032,1064)", "(0008,1111)"];
    private static readonly string[] s_inner = ["(0008,1155)", "(0010,0010)", "(0010,0020)", "(0008,0020)", "(0040,0007)", "(0008,0050)", "(0008,0104)", "(0040,1001)"];
    private static readonly string[] s_patterns = ["(0010,XXXX)", "(0008,00X@)", "(0008,00#0)", "(60X@,XXXX)", "(0010,10X0)", "(xXX@,0020)", "(0008,xxxX)", "(0020,00@D)", "(5000,0022)", "(0018,@0##)"];
    private static readonly string[] s_private = ["(0029,{ACME}02)", "(0029,{ACME}03)", "(0029,{ACME}77)", "(0029,{OTHER CO 1.0}02)", "(0019,{SIEMENS MR HEADER}08)", "(0029,{NONE}02)", "(0029,{acme}02)"];
    private static readonly string[] s_privatePatterns = ["(0029,{ACME}XX)", "(0029,{ACME}0@)", "(00X#,{ACME}02)", "(xXX#,{ACME}XX)", "(0019,{SIEMENS MR HEADER}#X)", "(0029,{ACME}0#)"];
    private static readonly string[] s_regexes = ["\"C.\"", "\".+\"", "\".*\"", "\"\\\\d+\"", "\"(\\\\w+)\\\\^(\\\\w+)\"", "\"[A-Z]+\"", "\"(?i)mr\"", "\"P\\\\d{2}\"", "\"(\\\\d+)mm\"", "\"\"", "\"Thorax|Some.*\"", "\"2031(\\\\d\\\\d)(\\\\d\\\\d)\""];
    private static readonly string[] s_addresses = ["\"(0010,0010)\"", "\"(0029,1002)\"", "\"(0008,1140)[0]/(0008,1155)\"", "\"(0008,1140)[1]/(0040,A170)[0]/(0008,0104)\"", "\"(0008,1140)\"", "\"(0019,0010)\"", "\"(0008,1140)[5]/(0008,1155)\"", "\"(0009,1000)\""];

    private readonly Random _random = new(seed);
    private readonly List<string> _variables = [];

    /// <summary>The next script, and the number of the object that it runs on.</summary>
    public (string Script, int Target) Next()
    {
        _variables.Clear();
        int target = _random.Next(CaseObjects.Count);
        StringBuilder script = new();
        if (Chance(12))
        {
            int lines = _random.Next(1, 6);
            for (int i = 0; i < lines; i++)
            {
                script.Append(Statement4()).Append('\n');
            }

            return (script.ToString(), target);
        }

        script.Append("version \"6.").Append(_random.Next(7)).Append("\"\n");
        int count = _random.Next(1, 6);
        for (int i = 0; i < count; i++)
        {
            script.Append(Statement(2)).Append(Chance(6) ? " // a comment \"quoted\"\n" : "\n");
        }

        return (script.ToString(), target);
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    private string Number() => Pick("0", "1", "2", "3", "5", "-1", "-30", "365", "1.5", "12");

    private string Name() => Pick("a", "b", "list", "v1");

    private string Known() => _variables.Count > 0 && Chance(60) ? _variables[_random.Next(_variables.Count)] : Pick("project", "subject", "session", "Extra", "missing");

    /// <summary>A path to one element.</summary>
    private string Singular()
    {
        int kind = _random.Next(10);
        string item = _random.Next(3).ToString(CultureInfo.InvariantCulture);
        return kind switch
        {
            < 6 => Pick(s_roots),
            6 => $"{Pick(s_sequences)}[{item}]/{Pick(s_inner)}",
            7 => Pick(s_private),
            8 => $"(0008,1140)[1]/(0040,A170)[0]/{Pick(s_inner)}",
            _ => Pick($"(0008,1140)[{item}]/{Pick(s_private)}", $"(0029,{{ACME}}10)[{item}]/(0010,0020)", $"(0029,{{ACME}}10)[{item}]/(0029,{{ACME}}02)"),
        };
    }

    /// <summary>A path to many.</summary>
    private string Plural()
    {
        string last = Chance(70) ? Pick(s_inner) : Chance(50) ? Pick(s_private) : Pick(s_privatePatterns);
        return _random.Next(10) switch
        {
            0 => Pick(s_patterns),
            1 => Pick(s_privatePatterns),
            2 => $"*/{last}",
            3 => $"+/{(last.Contains('{', StringComparison.Ordinal) ? Pick(s_private) : last)}",
            4 => $"./{last}",
            5 => $"{Pick(s_sequences)}/{last}",
            6 => $"{Pick(s_sequences)}[%]/{last}",
            7 => $"(0008,1140)[{_random.Next(3)}]/*/{last}",
            8 => Pick("(0008,1140)/*", "(0008,1140)[0]/*", "(0008,1140)[1]", "(0008,1140)[%]", "(0029,{ACME}10)[0]", "*/(0008,1140)/+/(0008,0104)", "(0008,1140)/./(0010,0020)", "(0008,1140)/.", "./*", "(xXX@,XXXX)/(0008,1155)"),
            _ => $"*/{Pick(s_patterns)}",
        };
    }

    private string AnyPath() => Chance(50) ? Singular() : Plural();

    private string Text() => Pick(s_texts);

    private string Value(int depth) => _random.Next(12) switch
    {
        0 or 1 or 2 => Text(),
        3 => Number(),
        4 or 5 => Known(),
        6 or 7 => Singular(),
        8 when Chance(20) => List(depth - 1),
        _ => depth > 0 ? Call(depth - 1) : Text(),
    };

    private string Argument(int depth) => Chance(8) ? Plural() : Value(depth);

    private string List(int depth)
    {
        StringBuilder list = new("{");
        int count = _random.Next(4);
        for (int i = 0; i < count; i++)
        {
            list.Append(i > 0 ? ", " : "").Append(Chance(40) ? AnyPath() : Chance(50) ? Text() : Chance(50) || depth <= 0 ? Known() : Value(depth));
        }

        return list.Append('}').ToString();
    }

    /// <summary>A call that gives a value.</summary>
    private string Call(int depth) => _random.Next(21) switch
    {
        0 => $"concatenate[{Argument(depth)}, {Argument(depth)}{(Chance(40) ? ", " + Argument(depth) : "")}]",
        1 => $"format[{Pick("\"{0}-{1}\"", "\"it''s {0}\"", "\"it's {0}\"", "\"{1}{1}\"", "\"{x}\"", "\"'{'{0}\"", "\"{0\"")}, {Argument(depth)}, {Argument(depth)}]",
        2 => $"{Pick("lowercase", "uppercase")}[{Argument(depth)}]",
        3 => $"substring[{Argument(depth)}, {_random.Next(3)}, {_random.Next(1, 6)}]",
        4 => $"replace[{Argument(depth)}, {Text()}, {Text()}]",
        5 => $"match[{Argument(depth)}, {Pick(s_regexes)}, {_random.Next(3)}]",
        6 => $"ismatch[{Argument(depth)}, {Pick(s_regexes)}]",
        7 or 8 => $"hashUID[{Argument(depth)}]",
        9 => $"lookup[\"id\", {Argument(depth)}]",
        10 or 11 => $"shiftDateByIncrement[{Pick("(0008,0020)", "(0008,0021)", "(0008,0022)", "(0008,002A)", "\"20240229\"", "\"2031\"", "\"203102\"", Argument(depth))}, {Pick("1", "-30", "\"14\"", "365", "1.5", Argument(depth))}{(Chance(40) ? $", \"{Pick("years", "DAYS", "hours", "minutes", "seconds", "weeks")}\"" : "")}]",
        12 or 13 => $"shiftDateTimeByIncrement[{Pick("(0008,002A)", "(0008,0020)", "(0018,9074)", "(0008,0030)", "\"20310615081530.250+0100\"", "\"2031061508\"", "\"20311231235959.250+0100\"")}, {Pick("1", "-3600", "\"86400\"", "30")}{(Chance(40) ? $", \"{Pick("Days", "days", "Hours", "minutes", "seconds")}\"" : "")}]",
        14 => $"normalizeString[{Argument(depth)}{(Chance(40) ? ", " + Text() : "")}]",
        15 => $"{Pick("and", "or", "equals")}[{Argument(depth)}, {Argument(depth)}]",
        16 => $"isPresent[{Singular()}{(Chance(30) ? ", " + Singular() : "")}]",
        17 => $"valueAt[{Singular()}]",
        18 => $"collectValues[{Pick(s_roots)}]",
        19 => Pick("true[]", "false[]", "and[]", "or[]"),
        _ => $"hashUID[{Singular()}]",
    };

    /// <summary>A call that acts.</summary>
    private string Act() => _random.Next(14) switch
    {
        0 or 1 => $"hashUIDList[{AnyPath()}{(Chance(30) ? ", " + AnyPath() : "")}]",
        2 => $"hashUIDList[{{{Plural()}, \"{Singular()}\"}}]",
        3 => $"removeTags[{AnyPath()}, \"{AnyPath()}\"]",
        4 or 5 => $"retainPrivateTags[{Pick(Pick(s_private), Pick(s_privatePatterns), "\"" + Pick(s_private) + "\"", "*/" + Pick(s_private), "*/" + Pick(s_privatePatterns), "(0010,0010)", "(0029,{ACME}10)[1]", "(0029,{ACME}10)/(0010,0020)", "\"(0101,{TEST}9B)\"")}]",
        6 => $"delete[{Pick(s_addresses)}]",
        7 => $"set[{Pick(s_addresses)}, {Pick(Text(), Singular(), Known())}]",
        8 => $"blankValues[{Pick(AnyPath(), Text(), List(0), $"collectValues[{AnyPath()}, {List(0)}]")}]",
        9 => $"shiftDateTimeSequenceByIncrement[{Pick("86400", "-1", "\"30\"")}, \"{Pick("(0008,0020)", "*/(0008,0020)", "(0008,1140)/(0008,0020)", "(0008,002A)", "(0008,9999)")}\"]",
        10 or 11 => $"shiftDateTimeListByIncrement[{{{Pick("(0008,0020), (0008,0021)", "\"(0008,0020)\"", "*/(0008,0020)", "(0008,0022), (0008,0030)", "(0010,0030)", "*/(0008,0020), (0008,0020)")}}}, {Pick("1", "\"-30\"", "7")}, \"{Pick("days", "hours", "seconds", "years")}\"]",
        12 => "scalePatientAgeAndDobFromStudyDate[]",
        _ => Pick("retainPrivateTags[]", "reject[]", "reject[false[]]", "reject[\"true\"]", "reject[(0008,0060)]"),
    };

    private string Condition(int depth) => Chance(25)
        ? Pick($"ismatch[{Singular()}, {Pick(s_regexes)}]", $"isPresent[{Singular()}]", $"equals[{Singular()}, {Text()}]", "true[]", "false[]")
        : $"{(Chance(75) ? Singular() : Value(depth))} {(Chance(50) ? Pick("=", "!=") + " " + Pick(Text(), Singular(), Known(), "\"MR\"", "\"CT\"") : Pick("~", "!~") + " " + Pick(s_regexes))}";

    private string Action(int depth)
    {
        switch (_random.Next(8))
        {
            case 0 or 1:
                return $"{(Chance(92) ? Singular() : Plural())} := {Value(depth)}";
            case 2:
                return $"{AnyPath()} ?= {Value(depth)}";
            case 3 or 4:
                return $"-{AnyPath()}";
            case 5:
                string name = Name();
                string init = $"{name} := {(Chance(30) ? List(1) : Value(depth))}";
                _variables.Add(name);
                return init;
            case 6:
                return $"echo {Value(depth)}";
            default:
                return Act();
        }
    }

    private string Statement(int depth)
    {
        int kind = _random.Next(20);
        if (kind < 13)
        {
            return Action(depth);
        }

        if (kind < 16)
        {
            return $"{Condition(depth)} ? {Action(1)}{(Chance(50) ? " : " + Action(1) : "")}";
        }

        if (kind < 18 && depth > 0)
        {
            string block = $"if ({Condition(1)}) {{\n  {Statement(depth - 1)}\n  {Statement(0)}\n}}";
            return block + (Chance(40) ? $" elseif ({Condition(1)}) {{ {Action(1)} }}" : "") + (Chance(50) ? $"\nelse {{\n{Action(1)}\n}}" : "");
        }

        return kind switch
        {
            18 => Pick("removeAllPrivateTags", "describe v1 \"A text\"", "describe Extra hidden", "export Extra \"field\"", "version \"6.1\"", "version \"6.1.0\""),
            19 => Pick($"{Singular()} := {Text()} {Singular()} := {Text()}", "(0020,4000) := \\\n\"joined\"", "l2 := {\n\"a\",\n\"b\"\n}\n(0020,4000) := l2", $"-{Singular()} -{Singular()}", "(0010,0010) := \"a // b\"", "; -(0010,0010)"),
            _ => Action(depth),
        };
    }

    private string Statement4()
    {
        string tag = Pick(s_roots);
        string value = _random.Next(9) switch
        {
            0 or 1 or 2 => Text(),
            3 => Pick("project", "subject", "session"),
            4 => Pick(s_roots),
            5 => $"{Pick("lowercase", "uppercase", "hashUID", "urlEncode")}[{Pick(s_roots)}]",
            6 => $"substring[{Pick(s_roots)}, 0, {_random.Next(1, 4)}]",
            7 => $"format[\"{{0}}_{{1}}\", {Pick(s_roots)}, subject]",
            _ => $"{Pick($"replace[{Pick(s_roots)}, \"1\", \"9\"]", $"match[{Pick(s_roots)}, \"(\\\\d+)\", 1]", $"hashUID[{Pick(s_roots)}]")}",
        };
        string action = _random.Next(5) switch
        {
            0 => $"-{Pick(s_roots)}",
            1 => $"-{Pick("(0010,XXXX)", "(0029,XXXX)", "(0008,00X0)", "(0019,10XX)", "(60X@,XXXX)", "(0008,1140)", "(0029,1002)")}",
            _ => $"{tag} := {value}",
        };
        return Chance(30) ? $"{Pick(s_roots)} {Pick("=", "~")} {Pick("\"CT\"", "\".*\"", "\"M.\"", "\"P7.*\"", "\"\"")} : {action}" : action;
    }
}

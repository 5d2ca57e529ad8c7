using System;
using System.Globalization;
using System.Text.RegularExpressions;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <content>Checks of calls: what is certain to fail is refused, what fails on some objects is told.</content>
internal sealed partial class Compiler
{
    private void CheckCall(CallSyntax call, FunctionInfo function, Expression[] arguments)
    {
        if (arguments.Length < function.Least || arguments.Length > function.Most)
        {
            string count = function.Least == function.Most
                ? function.Least.ToString(CultureInfo.InvariantCulture)
                : function.Most == FunctionTable.Any ? $"at least {function.Least}" : $"{function.Least} to {function.Most}";
            findings.Error(call.Position, "Arguments", $"{function.Name} takes {count} argument(s), not {arguments.Length}.");
            return;
        }

        if (!function.TakesPaths)
        {
            foreach (Expression argument in arguments)
            {
                if (argument is PathExpression { Path.IsSingular: false } plural)
                {
                    findings.Error(argument.Position, "PluralValue", $"{plural.Path} may lead to several elements and cannot be read as one value.");
                }
            }
        }

        switch (function.Name)
        {
            case "shiftDateByIncrement":
                CheckShift(function, arguments, vr => vr == DicomVR.DA, "DA");
                break;
            case "shiftDateTimeByIncrement":
                CheckShift(function, arguments, vr => vr == DicomVR.DA || vr == DicomVR.DT, "DA or DT");
                break;
            case "shiftDateTimeSequenceByIncrement":
                CheckInteger(function, arguments[0]);
                CheckTags(function, arguments, 1);
                break;
            case "shiftDateTimeListByIncrement":
                CheckInteger(function, arguments[1]);
                CheckUnit(arguments[2]);
                break;
            case "mapReferencedUIDs":
                CheckTags(function, arguments, 1);
                break;
            case "hashUIDList" or "removeTags":
                CheckTags(function, arguments, 0);
                break;
            case "isPresent":
                CheckTags(function, arguments, 0);
                CheckOneElement(function, arguments);
                break;
            case "retainPrivateTags":
                CheckTags(function, arguments, 0, needsPrivate: true);
                break;
            case "delete" or "set":
                CheckAddress(function, arguments[0]);
                break;
            case "match":
                CheckPattern(arguments[1], whole: false);
                CheckInteger(function, arguments[2]);
                WarnAbsent(function, arguments[0]);
                break;
            case "ismatch":
                CheckPattern(arguments[1], whole: true);
                WarnAbsent(function, arguments[0]);
                break;
            case "substring":
                CheckInteger(function, arguments[1]);
                CheckInteger(function, arguments[2]);
                WarnAbsent(function, arguments[0]);
                break;
            case "lowercase" or "uppercase" or "replace":
                WarnAbsent(function, arguments[0]);
                break;
            case "concatenate":
                foreach (Expression argument in arguments)
                {
                    WarnAbsent(function, argument);
                }

                break;
            case "and" or "or" or "equals" or "reject":
                foreach (Expression argument in arguments)
                {
                    if (argument is PathExpression unread)
                    {
                        findings.Error(argument.Position, "UnreadTag", $"{function.Name} does not read tags, so this would never be true.", $"valueAt[{unread.Path}]");
                    }
                }

                break;
            case "format" when arguments[0] is PathExpression:
                findings.Warn(arguments[0].Position, "FormatPattern", "The pattern of format is a text; a tag is not read here.");
                break;
            case "getURL" when !options.AllowUrls:
                findings.Error(call.Position, "Url", "getURL is switched off: it would send data out.");
                break;
        }
    }

    /// <summary>Each path leads to one element, or to one item.</summary>
    private void CheckOneElement(FunctionInfo function, Expression[] arguments)
    {
        foreach (Expression argument in arguments)
        {
            if (argument is PathExpression { Path: { IsSingular: false } path } && !(path.IsItem && path.TryGetItemElement(out _)))
            {
                findings.Error(argument.Position, "PluralValue", $"{path} may lead to several elements; {function.Name} takes one.");
            }
        }
    }

    private void CheckShift(FunctionInfo function, Expression[] arguments, Func<DicomVR, bool> fits, string kinds)
    {
        CheckInteger(function, arguments[1]);
        if (arguments.Length > 2)
        {
            CheckUnit(arguments[2]);
        }

        if (arguments[0] is not PathExpression { Path: var path } argument)
        {
            return;
        }

        if (!path.IsSingular)
        {
            return;
        }

        if (PathFacts.IsUnknown(path))
        {
            findings.Error(argument.Position, "ShiftTarget", $"{path} is not in the dictionary, so it has no date: {function.Name} would stop every object.");
        }
        else if (!path.Last.IsPrivate && PathFacts.VROf(path) is var vr && !fits(vr))
        {
            findings.Error(argument.Position, "ShiftTarget", $"{path} is {vr}; {function.Name} takes {kinds} and would stop every object.");
        }
        else if (!_guarded.Contains(path.ToPlainText()))
        {
            findings.Warn(argument.Position, "AbsentDate", $"{function.Name} stops on every object without {path}; put {path} ~ \".+\" ? before it.");
        }
    }

    private void CheckInteger(FunctionInfo function, Expression argument)
    {
        if (argument is PathExpression path)
        {
            findings.Error(argument.Position, "Integer", $"{function.Name} does not read a number from a tag: XNAT would take the digits of {path.Path} for it.", "a whole number");
        }

        if (facts.ConstantOf(argument) is { } text && !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            findings.Error(argument.Position, "Integer", $"{function.Name} takes a whole number here, and this is none.", "a whole number");
        }
    }

    private void CheckUnit(Expression argument)
    {
        if (facts.ConstantOf(argument) is { } unit && unit.ToUpperInvariant() is not ("YEARS" or "DAYS" or "HOURS" or "MINUTES" or "SECONDS"))
        {
            findings.Error(argument.Position, "Unit", "This is not a unit of time.", "years, days, hours, minutes or seconds");
        }
    }

    private void CheckTags(FunctionInfo function, Expression[] arguments, int from, bool needsPrivate = false)
    {
        for (int i = from; i < arguments.Length; i++)
        {
            CheckTag(function, arguments[i], needsPrivate);
        }
    }

    private void CheckTag(FunctionInfo function, Expression argument, bool needsPrivate)
    {
        if (argument is ListExpression list)
        {
            foreach (Expression entry in list.Entries)
            {
                CheckTag(function, entry, needsPrivate);
            }

            return;
        }

        TagPath? path = (argument as PathExpression)?.Path;
        if (path is null && facts.ConstantOf(argument) is { } text)
        {
            path = Parser.ReadPath(text);
            if (path is null)
            {
                findings.Error(argument.Position, "Tag", $"{function.Name} takes tags, and this text is none.", "a tag such as (0010,0020)");
                return;
            }
        }

        if (path is { IsItem: true } && function.Name is "hashUIDList" or "mapReferencedUIDs" or "shiftDateTimeSequenceByIncrement")
        {
            findings.Error(argument.Position, "ItemPath", $"{path} means an item, and {function.Name} would do nothing.", $"{path}/* for all that is in it");
        }

        if (needsPrivate && path is { HasPrivate: false })
        {
            findings.Error(argument.Position, "Tag", $"{function.Name} takes private tags, and {path} is public.", "a tag such as (0029,{CREATOR}10)");
        }
    }

    private void CheckAddress(FunctionInfo function, Expression argument)
    {
        if (argument is PathExpression path)
        {
            findings.Error(argument.Position, "Address", $"{function.Name} takes an address in quotes.", $"\"{path.Path}\"");
        }
        else if (facts.ConstantOf(argument) is { } text && DirectAddress.TryParse(text) is null)
        {
            findings.Error(argument.Position, "Address", $"{function.Name} takes an address: plain digits, every sequence with its item, no creators and no wildcards.", "\"(gggg,eeee)\" or \"(gggg,eeee)[n]/(gggg,eeee)\"");
        }
    }

    private void CheckPattern(Expression argument, bool whole)
    {
        if (argument is ConstantExpression pattern)
        {
            Regex? regex = CheckRegex(pattern, whole);
            _ = regex;
        }
    }

    private void WarnAbsent(FunctionInfo function, Expression argument)
    {
        if (argument is PathExpression path && !_guarded.Contains(path.Path.ToPlainText()))
        {
            findings.Warn(argument.Position, "AbsentValue", $"{function.Name} stops on every object without {path.Path}; put {path.Path} ~ \".+\" ? before it.");
        }
    }
}

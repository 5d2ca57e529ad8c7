using System;
using System.Collections.Generic;
using System.Globalization;
using XnatTools.Dicom;

namespace XnatTools.DicomEdit;

/// <summary>Functions that shift dates and ages.</summary>
internal static class DateFunctions
{
    // An age of 89 years in days, the limit of the safe harbour rule, as the engine counts it.
    private const int OldestDays = 32506;

    public static object? ShiftDate(Run run, Arguments arguments) =>
        Shift(run, arguments, "days", vr => vr == DicomVR.DA, "DA");

    public static object? ShiftDateTime(Run run, Arguments arguments) =>
        Shift(run, arguments, "seconds", vr => vr == DicomVR.DA || vr == DicomVR.DT, "DA or DT");

    public static object? ShiftSequence(Run run, Arguments arguments)
    {
        long seconds = arguments.Integer(run, 0);
        foreach (object? value in arguments.Flat(run, 1))
        {
            if (value is TagPath && run.Options.IsExact)
            {
                run.Note("shiftDateTimeSequenceByIncrement passes over tags that are not in quotes.");
                continue;
            }

            ShiftMatches(run, arguments.ToPath(run, value), seconds, skipUnreadable: true);
        }

        return Nothing.s_value;
    }

    public static object? ShiftList(Run run, Arguments arguments)
    {
        long seconds = DateShift.Seconds(arguments.Integer(run, 1), arguments.Needed(run, 2));
        if (arguments.Raw(run, 0) is not List<object?> list)
        {
            throw new Fault("shiftDateTimeListByIncrement takes a list.");
        }

        foreach (object? entry in list)
        {
            ShiftMatches(run, arguments.ToPath(run, entry), seconds, skipUnreadable: false);
        }

        return Nothing.s_value;
    }

    public static object? ScaleAge(Run run, Arguments arguments)
    {
        DateTime? birth = DateShift.TryMiddle(ReadRoot(run, DicomTags.PatientBirthDate));
        DateTime? study = DateShift.TryMiddle(ReadRoot(run, DicomTags.StudyDate));
        if (birth is not null && study is not null)
        {
            int days = (int)(study.Value - birth.Value).TotalDays;
            if (days - OldestDays > 0)
            {
                ShiftMatches(run, run.Program.PathOf("*/(0010,0030)")!, (days - OldestDays) * 86400L, skipUnreadable: true);
            }
        }

        if (study is null && run.Options.IsExact)
        {
            run.Note("Without a study date ages are not scaled.");
            return Nothing.s_value;
        }

        if (IsOlderThan89(ReadRoot(run, DicomTags.PatientAge)))
        {
            List<PathMatch> matches = run.Find(run.Program.PathOf("*/(0010,1010)")!);
            foreach (PathMatch match in matches)
            {
                if (match.Dataset.TryGet(match.Tag, out DicomElement element) && !element.IsSequence)
                {
                    run.Set(match.Dataset, match.Tag, "089Y");
                }
            }

            run.Return(matches);
        }

        return Nothing.s_value;
    }

    private static string? Shift(Run run, Arguments arguments, string unit, Func<DicomVR, bool> fits, string kinds)
    {
        object? value = arguments.Raw(run, 0);
        string? text;
        if (value is TagPath path)
        {
            // Converters leave public elements behind as UN; the dictionary knows what they are.
            if (path.IsSingular
                && run.TryFind(path, out DicomDataset place, out DicomElement element)
                && !fits(element.VR)
                && (run.Options.IsExact || element.VR != DicomVR.UN || !fits(place.DefaultVR(element.Tag))))
            {
                throw new Fault($"{arguments.FunctionName} takes {kinds}, and {path} is {element.VR}.");
            }

            text = run.Read(path);
            if (text is null)
            {
                throw new Fault($"Failed to parse DICOM time string: {path} is missing.");
            }
        }
        else
        {
            text = Values.ToText(value);
        }

        return DateShift.Shift(text, DateShift.Seconds(arguments.Integer(run, 1), arguments.Count > 2 ? arguments.Needed(run, 2) : unit));
    }

    private static void ShiftMatches(Run run, TagPath path, long seconds, bool skipUnreadable)
    {
        List<PathMatch> matches = run.Find(path);
        foreach (PathMatch match in matches)
        {
            if (!match.Dataset.TryGet(match.Tag, out DicomElement element) || element.IsSequence || element.IsEmpty)
            {
                continue;
            }

            string text = ElementText.Read(match.Dataset, element);
            if (text.Length == 0 || (skipUnreadable && !DateShift.IsDate(text)))
            {
                continue;
            }

            run.Set(match.Dataset, match.Tag, DateShift.Shift(text, seconds));
        }

        run.Return(matches);
    }

    private static string? ReadRoot(Run run, DicomTag tag) =>
        run.Dataset.TryGet(tag, out DicomElement element) && !element.IsSequence ? ElementText.Read(run.Dataset, element) : null;

    private static bool IsOlderThan89(string? age)
    {
        if (string.IsNullOrEmpty(age))
        {
            return false;
        }

        if (age!.Length != 4 || !int.TryParse(age.Substring(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
        {
            throw new Fault("(0010,1010) is not of the form nnnD, nnnW, nnnM or nnnY.");
        }

        return age[3] switch
        {
            'Y' => count > 89,
            'M' => count > 89 * 12,
            'W' or 'D' => false,
            _ => throw new Fault("(0010,1010) is not of the form nnnD, nnnW, nnnM or nnnY."),
        };
    }
}

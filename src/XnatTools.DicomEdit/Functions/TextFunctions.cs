using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace XnatTools.DicomEdit;

/// <summary>Functions from text to text.</summary>
internal static class TextFunctions
{
    public static object? Concatenate(Run run, Arguments arguments)
    {
        StringBuilder result = new();
        for (int i = 0; i < arguments.Count; i++)
        {
            result.Append(arguments.Needed(run, i));
            if (result.Length > Limits.TextLength)
            {
                throw new Fault("A text grows beyond all measure.");
            }
        }

        return result.ToString();
    }

    public static object? Format(Run run, Arguments arguments)
    {
        object? pattern = arguments.Raw(run, 0);
        string text = Values.ToText(pattern) ?? throw new Fault("format has no pattern.");
        List<string?> values = [];
        foreach (object? value in arguments.Flat(run, 1))
        {
            values.Add(value is TagPath path ? run.Read(path) : Values.ToText(value));
        }

        return MessageFormat.Format(text, values);
    }

    public static object? Lowercase(Run run, Arguments arguments) => arguments.Needed(run, 0).ToLowerInvariant();

    public static object? Uppercase(Run run, Arguments arguments) => arguments.Needed(run, 0).ToUpperInvariant();

    public static object? Substring(Run run, Arguments arguments)
    {
        string text = arguments.Needed(run, 0);
        int begin = arguments.Integer(run, 1);
        int end = arguments.Integer(run, 2);
        return begin >= 0 && begin <= end && end <= text.Length
            ? text.Substring(begin, end - begin)
            : throw new Fault("substring reaches beyond the text.");
    }

    public static object? Replace(Run run, Arguments arguments)
    {
        string text = arguments.Needed(run, 0);
        string from = arguments.Needed(run, 1);
        string to = arguments.Needed(run, 2);
        if ((long)text.Length * Math.Max(1, to.Length) > 64L * Limits.TextLength)
        {
            throw new Fault("A text grows beyond all measure.");
        }

        if (from.Length > 0)
        {
            return Limits.Checked(text.Replace(from, to));
        }

        // Java puts the new text before, between and after all characters then.
        StringBuilder result = new(to);
        foreach (char c in text)
        {
            result.Append(c).Append(to);
        }

        return Limits.Checked(result.ToString());
    }

    public static object? Match(Run run, Arguments arguments) => Match(run, arguments, whole: false);

    /// <summary>A group of the first find, or (in version 4) of a match of the whole text.</summary>
    public static object? Match(Run run, Arguments arguments, bool whole)
    {
        string text = arguments.Needed(run, 0);
        Regex regex = arguments.Regex(run, 1, whole);
        int group = arguments.Integer(run, 2);
        Match match = RegexCache.Find(regex, text);
        if (!match.Success)
        {
            return null;
        }

        if (group < 0 || group >= match.Groups.Count)
        {
            throw new Fault("match asks for a group that the regular expression does not have.");
        }

        return match.Groups[group].Success ? match.Groups[group].Value : null;
    }

    public static object? IsMatch(Run run, Arguments arguments)
    {
        string text = arguments.Needed(run, 0);
        return Nothing.Of(RegexCache.IsMatch(arguments.Regex(run, 1, whole: true), text));
    }

    public static object? Normalize(Run run, Arguments arguments)
    {
        if (arguments.Text(run, 0) is not { } text)
        {
            return null;
        }

        string with = arguments.Count > 1 ? arguments.Needed(run, 1) : "_";
        StringBuilder? result = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] > 0x7F)
            {
                result ??= new StringBuilder(text, 0, i, text.Length);
                result.Append(with);
                if (result.Length > Limits.TextLength)
                {
                    throw new Fault("A text grows beyond all measure.");
                }
            }
            else
            {
                result?.Append(text[i]);
            }
        }

        return result?.ToString() ?? text;
    }

    public static object? Lookup(Run run, Arguments arguments)
    {
        string? type = arguments.Text(run, 0);
        string? key = arguments.Text(run, 1);
        return type is null || key is null ? null : run.Context.Lookup?.Find(type, key);
    }

    public static object? GetUrl(Run run, Arguments arguments)
    {
        string address = arguments.Needed(run, 0);
        if (!run.Options.AllowUrls || run.Context.UrlFetcher is not { } fetch)
        {
            throw new Fault("getURL is switched off: it would send data out.");
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw new Fault("getURL takes an http or https address.");
        }

        try
        {
            // XNAT's engine reads line by line, drops the ends of lines, and fails where there is no line.
            string body = Limits.Checked(fetch(uri));
            return body.Length > 0 ? body.Replace("\r", "").Replace("\n", "") : throw new Fault("getURL gives nothing.");
        }
        catch (Exception error) when (error is not (Fault or OperationCanceledException))
        {
            // The address may hold values of the object; the cause is kept, the words are ours.
            throw new Fault("getURL failed.", error);
        }
    }

    internal static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}

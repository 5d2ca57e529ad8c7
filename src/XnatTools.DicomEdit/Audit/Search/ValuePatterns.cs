using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;

namespace XnatTools.DicomEdit.Audit;

/// <summary>
/// What identifies without being known beforehand: NHS numbers, postcodes, addresses of mail, telephones, titles, dates in text,
/// and patterns of the site's own.
/// </summary>
internal sealed class ValuePatterns
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.Compiled;

    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(250);

    private static readonly Regex s_nhs = new(@"(?<![\d.])\d{3}([ -]?)\d{3}\1\d{4}(?![\d]|\.\d)", Plain, s_limit);
    private static readonly Regex s_postcode = new(@"(?<![A-Za-z0-9])([A-Za-z]{1,2})[0-9][0-9A-Za-z]? ?[0-9][ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}(?![A-Za-z0-9])", Plain, s_limit);
    private static readonly Regex s_outward = new(@"(?<![A-Za-z0-9])([A-Z]{1,2})[0-9][0-9A-Z]?(?![A-Za-z0-9])", Plain, s_limit);
    private static readonly Regex s_address = new(@"\b(street|road|avenue|lane|close|drive|crescent|terrace|gardens|flat|london|house|court|st\.|rd\.)\b", Plain | RegexOptions.IgnoreCase, s_limit);
    private static readonly Regex s_mail = new(@"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", Plain, s_limit);
    private static readonly Regex s_phone = new(@"(?<![\d.\w])(\+44\s?\(?0?\)?|0)(\d[ -]?){9,10}(?![\d]|\.\d)", Plain, s_limit);
    private static readonly Regex s_title = new(@"(?<![A-Za-z])(Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Lady|MR|MRS|MISS|DR|PROF)\.?[ ^]+[A-Z][A-Za-z'-]+", Plain, s_limit);
    private static readonly Regex s_dateText = new(@"(?<![\d./-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d{2})(?![\d/-]|\.\d)|(?<![\d./-])((?:19|20)\d{2})([-/])(\d{1,2})\6(\d{1,2})(?![\d/-])", Plain, s_limit);
    private static readonly Regex s_dateWords = new(@"(?<![\d.])\d{1,2}(?:st|nd|rd|th)?[ .-]{0,2}(?:of )?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[ .,-]{0,2}(?:(?:19|20)\d{2}|\d{2})(?!\d)", Plain | RegexOptions.IgnoreCase, s_limit);
    private static readonly Regex s_dateDigits = new(@"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)", Plain, s_limit);

    /// <summary>The areas of the United Kingdom's postcodes: what stands before the first digit.</summary>
    private static readonly HashSet<string> s_areas = new(
        ("AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX "
        + "IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY "
        + "TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    private readonly List<Regex> _site = [];
    private readonly List<Regex> _allowed = [];

    /// <param name="site">Patterns of the site: hospital and accession numbers.</param>
    /// <param name="allowed">Patterns of whole values that are known to be harmless.</param>
    /// <exception cref="XnatException">A pattern is not a regular expression.</exception>
    public ValuePatterns(IEnumerable<string> site, IEnumerable<string> allowed)
    {
        Fill(_site, site, "", "");
        Fill(_allowed, allowed, "^(?:", ")$");
    }

    /// <summary>Check digit of an NHS number (modulo 11, weights 10 to 2); separators are passed over.</summary>
    public static bool IsNhsNumber(string text)
    {
        int sum = 0;
        int count = 0;
        int check = -1;
        foreach (char c in text)
        {
            if (c is < '0' or > '9')
            {
                continue;
            }

            if (count < 9)
            {
                sum += (c - '0') * (10 - count);
            }

            check = c - '0';
            count++;
        }

        int expected = 11 - (sum % 11);
        return count == 10 && (expected == 11 ? 0 : expected) == check && sum > 0;
    }

    /// <summary>Tells whether the caller said that such a value is harmless.</summary>
    public bool IsAllowed(string text)
    {
        foreach (Regex allowed in _allowed)
        {
            if (IsMatch(allowed, text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds what reads as an identifier.</summary>
    /// <param name="text">One text, with its backslashes.</param>
    /// <param name="isDate">The element holds dates: they are judged elsewhere.</param>
    /// <param name="isNumber">The element holds numbers: chance hits are too many for anything but the site's own patterns.</param>
    /// <param name="hits">Where hits are added.</param>
    public void Search(string text, bool isDate, bool isNumber, List<PatternHit> hits)
    {
        foreach (Regex site in _site)
        {
            if (IsMatch(site, text, whenTooLong: true))
            {
                hits.Add(new PatternHit("SitePattern", IdentitySeverity.Blocking, "It matches a pattern of the site."));
                break;
            }
        }

        if (isNumber || isDate)
        {
            return;
        }

        Count(text, out int digits, out int letters, out bool at);
        if (digits >= 10)
        {
            SearchNhs(text, hits);
            if (IsMatch(s_phone, text))
            {
                hits.Add(new PatternHit("Telephone", IdentitySeverity.Review, "It holds what reads as a telephone number."));
            }
        }

        if (digits >= 6)
        {
            SearchDates(text, hits);
        }
        else if (digits >= 3 && letters >= 3)
        {
            SearchDateWords(text, hits);
        }

        if (digits >= 2 && letters >= 3)
        {
            SearchPostcode(text, hits);
        }

        if (at && IsMatch(s_mail, text))
        {
            hits.Add(new PatternHit("Mail", IdentitySeverity.High, "It holds an address of electronic mail."));
        }

        if (letters >= 4 && IsMatch(s_title, text))
        {
            hits.Add(new PatternHit("Title", IdentitySeverity.Review, "It holds a title before what reads as a name."));
        }
    }

    private static void SearchNhs(string text, List<PatternHit> hits)
    {
        try
        {
            for (Match match = s_nhs.Match(text); match.Success; match = match.NextMatch())
            {
                if (IsNhsNumber(match.Value))
                {
                    hits.Add(new PatternHit("NhsNumber", IdentitySeverity.Blocking, "It holds a number with the check digit of an NHS number."));
                    return;
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            hits.Add(TooLong());
        }
    }

    private static void SearchDates(string text, List<PatternHit> hits)
    {
        if (IsMatch(s_dateText, text))
        {
            hits.Add(new PatternHit("DateInText", IdentitySeverity.Review, "It holds a date in text, which no shift reaches."));
            return;
        }

        if (SearchDateWords(text, hits))
        {
            return;
        }

        try
        {
            for (Match match = s_dateDigits.Match(text); match.Success; match = match.NextMatch())
            {
                if (DateTime.TryParseExact(match.Value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
                {
                    hits.Add(new PatternHit("DateInText", IdentitySeverity.Review, "It holds eight digits that read as a date."));
                    return;
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            hits.Add(TooLong());
        }
    }

    /// <summary>A date with the name of a month, such as 3 March 2024 or 03-Mar-24.</summary>
    private static bool SearchDateWords(string text, List<PatternHit> hits)
    {
        if (!IsMatch(s_dateWords, text))
        {
            return false;
        }

        hits.Add(new PatternHit("DateInText", IdentitySeverity.Review, "It holds a date in text, which no shift reaches."));
        return true;
    }

    private static void SearchPostcode(string text, List<PatternHit> hits)
    {
        try
        {
            for (Match match = s_postcode.Match(text); match.Success; match = match.NextMatch())
            {
                if (s_areas.Contains(match.Groups[1].Value))
                {
                    hits.Add(new PatternHit("Postcode", IdentitySeverity.High, "It holds what reads as a postcode."));
                    return;
                }
            }

            // The first half alone is two or three characters that many protocols use; it counts beside words of an address.
            if (!IsMatch(s_address, text))
            {
                return;
            }

            for (Match match = s_outward.Match(text); match.Success; match = match.NextMatch())
            {
                if (s_areas.Contains(match.Groups[1].Value))
                {
                    hits.Add(new PatternHit("Postcode", IdentitySeverity.Review, "It holds words of an address and the first half of a postcode."));
                    return;
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            hits.Add(TooLong());
        }
    }

    private static PatternHit TooLong() => new("Text", IdentitySeverity.Review, "The text took too long to search: look at it.");

    private static bool IsMatch(Regex regex, string text, bool whenTooLong = false)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return whenTooLong;
        }
    }

    private static void Count(string text, out int digits, out int letters, out bool at)
    {
        digits = 0;
        letters = 0;
        at = false;
        foreach (char c in text)
        {
            if (c is >= '0' and <= '9')
            {
                digits++;
            }
            else if (char.IsLetter(c))
            {
                letters++;
            }
            else if (c == '@')
            {
                at = true;
            }
        }
    }

    private static void Fill(List<Regex> regexes, IEnumerable<string> patterns, string before, string after)
    {
        int number = 0;
        foreach (string pattern in patterns)
        {
            number++;
            try
            {
                regexes.Add(new Regex(before + pattern + after, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, s_limit));
            }
            catch (ArgumentException)
            {
                throw new XnatException(XnatErrorCode.ArgumentInvalid, $"Pattern {number} is not a regular expression.");
            }
        }
    }
}

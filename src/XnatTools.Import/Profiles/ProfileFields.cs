using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace XnatTools.Import.Profiles;

/// <summary>The members of an object of a profile file, each taken as what it must be.</summary>
internal sealed class ProfileFields
{
    public ProfileFields(ProfileValue value, params string[] known)
    {
        Owner = value;
        if (value.Kind != JsonValueKind.Object)
        {
            throw value.Wrong("an object in braces is expected here");
        }

        foreach ((ProfileValue name, ProfileValue _) in value.Members)
        {
            if (Array.IndexOf(known, name.Text) < 0)
            {
                throw name.Wrong($"'{name.Text}' is not known here; known are {string.Join(", ", known)}");
            }
        }
    }

    public ProfileValue Owner { get; }

    /// <summary>A text; null when it is not there.</summary>
    public string? Text(string name, Func<string, bool>? check = null, string fault = "")
    {
        if (Find(name) is not ProfileValue value)
        {
            return null;
        }

        string text = Expect(value, JsonValueKind.String, "a text in quotes").Text.Trim();
        return check is null || check(text) ? text : throw value.Wrong(fault);
    }

    /// <summary>A number within bounds; null when it is not there.</summary>
    public double? Number(string name, double least, double most, bool whole = false)
    {
        if (Find(name) is not ProfileValue value)
        {
            return null;
        }

        string text = Expect(value, JsonValueKind.Number, "a number").Text;
        bool good = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most && (!whole || number == Math.Floor(number));
        return good ? number : throw value.Wrong(string.Format(CultureInfo.InvariantCulture, "a {0}number from {1} to {2} is expected here", whole ? "whole " : "", least, most));
    }

    /// <summary>True or false; null when it is not there.</summary>
    public bool? Flag(string name) => Find(name) is not ProfileValue value ? null : value.Kind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw value.Wrong("true or false is expected here"),
    };

    /// <summary>An object; null when it is not there.</summary>
    public ProfileFields? Object(string name, params string[] known) => Find(name) is ProfileValue value ? new ProfileFields(value, known) : null;

    /// <summary>A list, which must be there.</summary>
    public List<ProfileValue> List(string name) => Find(name) is ProfileValue value
        ? Expect(value, JsonValueKind.Array, "a list in square brackets").Items
        : throw Owner.Wrong($"the list '{name}' is missing");

    /// <summary>A list of texts, each of which must be readable; null when it is not there.</summary>
    public List<T>? Texts<T>(string name, Func<string, T?> read, string fault)
        where T : class
    {
        if (Find(name) is null)
        {
            return null;
        }

        List<T> result = [];
        foreach (ProfileValue item in List(name))
        {
            result.Add(read(Expect(item, JsonValueKind.String, "a text in quotes").Text) ?? throw item.Wrong(fault));
        }

        return result;
    }

    private static ProfileValue Expect(ProfileValue value, JsonValueKind kind, string what) =>
        value.Kind == kind ? value : throw value.Wrong($"{what} is expected here");

    private ProfileValue? Find(string name)
    {
        foreach ((ProfileValue key, ProfileValue value) in Owner.Members)
        {
            if (string.Equals(key.Text, name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }
}

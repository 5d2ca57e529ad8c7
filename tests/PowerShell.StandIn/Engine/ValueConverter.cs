using System.Collections;
using System.Globalization;

namespace System.Management.Automation.StandIn;

/// <summary>The conversions of arguments that matter here (engine/LanguagePrimitives.cs): invariant culture, one value to an array.</summary>
internal static class ValueConverter
{
    internal static bool CanConvert(object? value, Type type)
    {
        try
        {
            Convert(value, type);
            return true;
        }
        catch (Exception error) when (error is InvalidCastException or FormatException or OverflowException or ArgumentException)
        {
            return false;
        }
    }

    internal static object? Convert(object? value, Type type)
    {
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (value is PSObject wrapped)
        {
            value = PSObject.Unwrap(wrapped);
        }

        if (value is null)
        {
            return type == typeof(string) ? "" : type.IsValueType && target == type ? Activator.CreateInstance(type) : null;
        }

        if (target.IsInstanceOfType(value))
        {
            return value;
        }

        if (target.IsArray)
        {
            return ToArray(value, target.GetElementType()!);
        }

        if (target == typeof(string))
        {
            return value is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : value.ToString();
        }

        if (target == typeof(SwitchParameter))
        {
            return value is bool on ? new SwitchParameter(on) : throw new InvalidCastException("A switch takes a boolean.");
        }

        if (target.IsEnum && value is string name)
        {
            return Enum.Parse(target, name, ignoreCase: true);
        }

        if (target == typeof(Uri) && value is string address)
        {
            return new Uri(address, UriKind.RelativeOrAbsolute);
        }

        if (target == typeof(TimeSpan) && value is string span)
        {
            return TimeSpan.Parse(span, CultureInfo.InvariantCulture);
        }

        if (value is IConvertible && typeof(IConvertible).IsAssignableFrom(target) && target != typeof(bool))
        {
            return System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
        }

        throw new InvalidCastException($"A {value.GetType().Name} is no {target.Name}.");
    }

    private static Array ToArray(object value, Type element)
    {
        if (value is not IEnumerable many || value is string)
        {
            many = new[] { value };
        }

        ArrayList all = [];
        foreach (object? one in many)
        {
            all.Add(Convert(one, element));
        }

        return all.ToArray(element);
    }
}

using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation.Internal;

namespace System.Management.Automation;

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public abstract class ValidateArgumentsAttribute : CmdletMetadataAttribute
{
    protected abstract void Validate(object? arguments, EngineIntrinsics? engineIntrinsics);

    internal void Check(object? value) => Validate(value, null);
}

public abstract class ValidateEnumeratedArgumentsAttribute : ValidateArgumentsAttribute
{
    protected abstract void ValidateElement(object? element);

    protected sealed override void Validate(object? arguments, EngineIntrinsics? engineIntrinsics)
    {
        if (arguments is IEnumerable many and not string)
        {
            foreach (object? one in many)
            {
                ValidateElement(one);
            }
        }
        else
        {
            ValidateElement(arguments);
        }
    }
}

public abstract class NullValidationAttributeBase : ValidateArgumentsAttribute
{
}

public sealed class ValidateNotNullAttribute : NullValidationAttributeBase
{
    protected override void Validate(object? arguments, EngineIntrinsics? engineIntrinsics)
    {
        if (arguments is null)
        {
            throw new ValidationMetadataException("The argument is null.");
        }
    }
}

public sealed class ValidateNotNullOrEmptyAttribute : NullValidationAttributeBase
{
    protected override void Validate(object? arguments, EngineIntrinsics? engineIntrinsics)
    {
        if (arguments is null or "" || arguments is ICollection { Count: 0 })
        {
            throw new ValidationMetadataException("The argument is null or empty.");
        }

        if (arguments is IEnumerable many and not string)
        {
            foreach (object? one in many)
            {
                if (one is null or "")
                {
                    throw new ValidationMetadataException("An element of the argument is null or empty.");
                }
            }
        }
    }
}

public sealed class ValidateRangeAttribute : ValidateEnumeratedArgumentsAttribute
{
    public ValidateRangeAttribute(object minRange, object maxRange)
    {
        MinRange = minRange;
        MaxRange = maxRange;
    }

    public object MinRange { get; }

    public object MaxRange { get; }

    protected override void ValidateElement(object? element)
    {
        double value = Convert.ToDouble(element, CultureInfo.InvariantCulture);
        if (value < Convert.ToDouble(MinRange, CultureInfo.InvariantCulture) || value > Convert.ToDouble(MaxRange, CultureInfo.InvariantCulture))
        {
            throw new ValidationMetadataException("The argument is out of range.");
        }
    }
}

public sealed class ValidateSetAttribute : ValidateEnumeratedArgumentsAttribute
{
    private readonly string[] _values;

    public ValidateSetAttribute(params string[] validValues) => _values = validValues;

    public bool IgnoreCase { get; set; } = true;

    public IList<string> ValidValues => _values;

    protected override void ValidateElement(object? element)
    {
        string? text = element?.ToString();
        if (!Array.Exists(_values, v => string.Equals(v, text, IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)))
        {
            throw new ValidationMetadataException("The argument is not one of the set.");
        }
    }
}

public sealed class ValidateCountAttribute : ValidateArgumentsAttribute
{
    public ValidateCountAttribute(int minLength, int maxLength)
    {
        MinLength = minLength;
        MaxLength = maxLength;
    }

    public int MinLength { get; }

    public int MaxLength { get; }

    protected override void Validate(object? arguments, EngineIntrinsics? engineIntrinsics)
    {
        int count = (arguments as ICollection)?.Count ?? 0;
        if (count < MinLength || count > MaxLength)
        {
            throw new ValidationMetadataException("The argument has too few or too many elements.");
        }
    }
}

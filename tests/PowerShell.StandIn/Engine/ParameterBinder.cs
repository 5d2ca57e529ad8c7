using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace System.Management.Automation.StandIn;

/// <summary>Binds parameters of one cmdlet (engine/CmdletParameterBinderController.cs).</summary>
internal sealed class ParameterBinder
{
    private readonly Cmdlet _cmdlet;
    private readonly CommandRuntime _runtime;
    private readonly List<Parameter> _parameters = [];
    private readonly List<string> _sets;
    private readonly string? _default;
    private readonly HashSet<Parameter> _named = [];
    private readonly Dictionary<Parameter, object?> _fromPipeline = [];
    private HashSet<string> _possible;

    internal ParameterBinder(Cmdlet cmdlet, CommandRuntime runtime)
    {
        _cmdlet = cmdlet;
        _runtime = runtime;
        foreach (PropertyInfo property in cmdlet.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            ParameterAttribute[] uses = property.GetCustomAttributes<ParameterAttribute>().ToArray();
            if (uses.Length > 0)
            {
                _parameters.Add(new Parameter(property, uses));
            }
        }

        _default = cmdlet.GetType().GetCustomAttribute<CmdletAttribute>()!.DefaultParameterSetName;
        _sets = _parameters.SelectMany(p => p.Uses).Select(u => u.ParameterSetName).Where(s => s != ParameterAttribute.AllParameterSets)
            .Concat(_default is null ? [] : [_default]).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (_sets.Count == 0)
        {
            _sets.Add(ParameterAttribute.AllParameterSets);
        }

        _possible = new HashSet<string>(_sets, StringComparer.OrdinalIgnoreCase);
    }

    internal void BindNamed(string name, object? value)
    {
        Parameter parameter = Find(name) ?? throw new ParameterBindingException("NamedParameterNotFound", name);
        if (!_named.Add(parameter))
        {
            throw new ParameterBindingException("ParameterAlreadyBound", name);
        }

        if (value is ScriptBlock && parameter.Property.PropertyType != typeof(ScriptBlock) && parameter.Property.PropertyType != typeof(object))
        {
            throw new ParameterBindingException("ScriptBlockArgumentNoInput", name);
        }

        Set(parameter, value, coerce: true);
        Narrow(parameter);
    }

    internal void CheckCommandLine(bool expectsInput)
    {
        if (_possible.Count == 0)
        {
            throw new ParameterBindingException("AmbiguousParameterSet", "");
        }

        if (expectsInput)
        {
            Latch();
        }

        Decide(expectsInput, []);
    }

    // Before any input is seen the engine may settle on the default set, and then an object that would bind in another set is
    // refused (CmdletParameterBinderController.GetMissingMandatoryParameters: latchOnToDefault).
    private void Latch()
    {
        if (_default is null || !_possible.Contains(_default))
        {
            return;
        }

        ParameterAttribute[] Missing(string set) => _parameters.Where(p => !_named.Contains(p)).SelectMany(p => p.Uses)
            .Where(u => u.Mandatory && (u.ParameterSetName == set || u.ParameterSetName == ParameterAttribute.AllParameterSets)).ToArray();
        bool Pipes(ParameterAttribute use) => use.ValueFromPipeline || use.ValueFromPipelineByPropertyName;

        ParameterAttribute[][] others = _possible.Where(s => !string.Equals(s, _default, StringComparison.OrdinalIgnoreCase)).Select(Missing).Where(m => m.Length > 0).ToArray();
        ParameterAttribute[] own = Missing(_default);
        bool byName = own.Any(u => u.ValueFromPipelineByPropertyName) && !others.Any(m => m.Any(u => u.ValueFromPipelineByPropertyName));
        bool byAny = own.Any(Pipes) && !others.Any(m => m.All(Pipes));
        if (byName || byAny)
        {
            _possible = new HashSet<string>([_default], StringComparer.OrdinalIgnoreCase);
        }
    }

    /// <summary>Binds one object; an error when it gives no mandatory or no pipeline parameter a value.</summary>
    internal ErrorRecord? BindPipeline(object item)
    {
        foreach (KeyValuePair<Parameter, object?> was in _fromPipeline)
        {
            was.Key.Property.SetValue(_cmdlet, was.Value); // each record starts from the defaults
            _runtime.Invocation.BoundParameters.Remove(was.Key.Property.Name);
        }

        _fromPipeline.Clear();
        HashSet<string> before = new(_possible, StringComparer.OrdinalIgnoreCase);
        try
        {
            bool any = false;
            foreach (bool coerce in new[] { false, true })
            {
                any |= ByValue(item, coerce);
                any |= ByName(item, coerce);
            }

            if (!any)
            {
                return Refuse("InputObjectNotBound", item, null);
            }

            Decide(expectsInput: false, _fromPipeline.Keys);
            return null;
        }
        catch (ParameterBindingException error)
        {
            return Refuse(error.ErrorId, item, error);
        }
        finally
        {
            _possible = before;
        }
    }

    private bool ByValue(object item, bool coerce)
    {
        object value = PSObject.Unwrap(item)!;
        bool any = false;
        foreach (Parameter parameter in Open(u => u.ValueFromPipeline))
        {
            Type type = parameter.Property.PropertyType;
            Type one = type.IsArray ? type.GetElementType()! : type;
            if (coerce ? ValueConverter.CanConvert(value, type) : one.IsInstanceOfType(value))
            {
                BindFromPipeline(parameter, value);
                any = true;
            }
        }

        return any;
    }

    private bool ByName(object item, bool coerce)
    {
        bool any = false;
        foreach (Parameter parameter in Open(u => u.ValueFromPipelineByPropertyName))
        {
            foreach (string name in parameter.Names)
            {
                if (!TryGet(item, name, out object? value))
                {
                    continue;
                }

                Type type = parameter.Property.PropertyType;
                bool fits = value is null ? !type.IsValueType : coerce || type.IsInstanceOfType(value) || (type.IsArray && type.GetElementType()!.IsInstanceOfType(value));
                if (fits)
                {
                    BindFromPipeline(parameter, value);
                    any = true;
                    break;
                }
            }
        }

        return any;
    }

    private void BindFromPipeline(Parameter parameter, object? value)
    {
        object? before = parameter.Property.GetValue(_cmdlet);
        Set(parameter, value, coerce: true);
        _fromPipeline[parameter] = before;
        Narrow(parameter);
    }

    private IEnumerable<Parameter> Open(Func<ParameterAttribute, bool> wanted) => _parameters.Where(p => !_named.Contains(p) && !_fromPipeline.ContainsKey(p)
        && p.Uses.Any(u => wanted(u) && (u.ParameterSetName == ParameterAttribute.AllParameterSets || _possible.Contains(u.ParameterSetName)))).ToArray();

    private void Narrow(Parameter parameter)
    {
        if (!parameter.Uses.Any(u => u.ParameterSetName == ParameterAttribute.AllParameterSets))
        {
            _possible.IntersectWith(parameter.Uses.Select(u => u.ParameterSetName));
        }
    }

    private void Decide(bool expectsInput, ICollection<Parameter> alsoBound)
    {
        bool Missing(string set, bool pipelineMayGive) => _parameters.Any(p => !_named.Contains(p) && !alsoBound.Contains(p)
            && p.Uses.Any(u => u.Mandatory && (u.ParameterSetName == set || u.ParameterSetName == ParameterAttribute.AllParameterSets)
                && !(pipelineMayGive && (u.ValueFromPipeline || u.ValueFromPipelineByPropertyName))));

        string[] complete = _possible.Where(s => !Missing(s, expectsInput)).ToArray();
        if (complete.Length == 0)
        {
            string set = _default is not null && _possible.Contains(_default) ? _default : _possible.FirstOrDefault() ?? "";
            throw new ParameterBindingException("MissingMandatoryParameter", set);
        }

        string? chosen = complete.Length == 1 ? complete[0] : complete.FirstOrDefault(s => string.Equals(s, _default, StringComparison.OrdinalIgnoreCase));
        if (chosen is null && !expectsInput)
        {
            throw new ParameterBindingException("AmbiguousParameterSet", string.Join(", ", complete));
        }

        _runtime.SetName = chosen ?? _default ?? complete[0];
    }

    private void Set(Parameter parameter, object? value, bool coerce)
    {
        PropertyInfo property = parameter.Property;
        try
        {
            object? converted = PSObject.Unwrap(value);
            foreach (ArgumentTransformationAttribute transform in property.GetCustomAttributes<ArgumentTransformationAttribute>())
            {
                converted = transform.Transform(new EngineIntrinsics(), converted);
            }

            converted = coerce ? ValueConverter.Convert(converted, property.PropertyType) : converted;
            CheckEmpty(property, converted);
            foreach (ValidateArgumentsAttribute validation in property.GetCustomAttributes<ValidateArgumentsAttribute>())
            {
                validation.Check(converted);
            }

            property.SetValue(_cmdlet, converted);
            _runtime.Invocation.BoundParameters[property.Name] = converted;
        }
        catch (Exception error) when (error is not ParameterBindingException)
        {
            throw new ParameterBindingException(error is MetadataException ? "ParameterArgumentValidationError" : "ParameterArgumentTransformationError", property.Name, error);
        }
    }

    // Only mandatory parameters refuse null and empty by themselves (ParameterBinderBase.ValidateNullOrEmptyArgument).
    private static void CheckEmpty(PropertyInfo property, object? value)
    {
        if (!property.GetCustomAttributes<ParameterAttribute>().Any(u => u.Mandatory))
        {
            return;
        }

        if ((value is null && !property.IsDefined(typeof(AllowNullAttribute)))
            || (value is "" && !property.IsDefined(typeof(AllowEmptyStringAttribute)))
            || (value is Array { Length: 0 } && !property.IsDefined(typeof(AllowEmptyCollectionAttribute))))
        {
            throw new ParameterBindingException("ParameterArgumentValidationErrorEmptyStringNotAllowed", property.Name);
        }
    }

    private Parameter? Find(string name)
    {
        Parameter? exact = _parameters.Find(p => p.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (exact is not null)
        {
            return exact;
        }

        List<Parameter> begin = _parameters.FindAll(p => p.Property.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return begin.Count == 1 ? begin[0] : null;
    }

    private static bool TryGet(object item, string name, out object? value)
    {
        if (item is PSObject made && made.Notes.TryGetValue(name, out value))
        {
            return true;
        }

        object real = PSObject.Unwrap(item)!;
        PropertyInfo? property = real.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
        value = property?.GetValue(real);
        return property is not null;
    }

    private static ErrorRecord Refuse(string id, object item, Exception? error) =>
        new(error ?? new ParameterBindingException(id, "", null), id, ErrorCategory.InvalidArgument, PSObject.Unwrap(item));

    private sealed record Parameter(PropertyInfo Property, ParameterAttribute[] Uses)
    {
        /// <summary>The parameter's own name, then its aliases in their order, as plain text: blanks are allowed.</summary>
        internal IReadOnlyList<string> Names { get; } =
            [Property.Name, .. Property.GetCustomAttributes<AliasAttribute>().SelectMany(a => a.AliasNames)];
    }
}

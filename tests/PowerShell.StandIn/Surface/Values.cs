using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Net;
using System.Security;

namespace System.Management.Automation;

public struct SwitchParameter
{
    private readonly bool _isPresent;

    public SwitchParameter(bool isPresent) => _isPresent = isPresent;

    public static SwitchParameter Present => new(true);

    public bool IsPresent => _isPresent;

    public static implicit operator bool(SwitchParameter switchParameter) => switchParameter._isPresent;

    public static implicit operator SwitchParameter(bool value) => new(value);

    public static bool operator ==(SwitchParameter first, SwitchParameter second) => first._isPresent == second._isPresent;

    public static bool operator !=(SwitchParameter first, SwitchParameter second) => !(first == second);

    public bool ToBool() => _isPresent;

    public override bool Equals(object? obj) => obj is SwitchParameter other && other._isPresent == _isPresent;

    public override int GetHashCode() => _isPresent.GetHashCode();

    public override string ToString() => _isPresent.ToString();
}

public sealed class PSCredential
{
    public PSCredential(string userName, SecureString password)
    {
        _ = string.IsNullOrEmpty(userName) ? throw new ArgumentException("It is empty.", nameof(userName)) : userName;
        UserName = userName;
        Password = password;
    }

    public string UserName { get; }

    public SecureString Password { get; }

    public NetworkCredential GetNetworkCredential() => new(UserName, Password);
}

public class PSObject
{
    private readonly object _base;

    public PSObject() => _base = this;

    public PSObject(object obj) => _base = obj ?? throw new ArgumentNullException(nameof(obj));

    public object BaseObject => _base;

    /// <summary>Properties of a made-up object, such as a row of Import-Csv.</summary>
    internal Dictionary<string, object?> Notes { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static PSObject AsPSObject(object obj) => obj as PSObject ?? new PSObject(obj);

    public override string? ToString() => ReferenceEquals(_base, this) ? "@{...}" : _base.ToString();

    internal static object? Unwrap(object? value) => value is PSObject wrapped && !ReferenceEquals(wrapped._base, wrapped) ? wrapped._base : value;
}

public class PSVariable
{
    public PSVariable(string name, object? value)
    {
        Name = name;
        Value = value;
    }

    public string Name { get; }

    public virtual object? Value { get; set; }
}

public class ScriptBlock
{
    private readonly Func<object?, object?> _body;

    internal ScriptBlock(Func<object?, object?> body) => _body = body;

    /// <summary>Runs the body with the variable named "_".</summary>
    public Collection<PSObject> InvokeWithContext(Collections.IDictionary? functionsToDefine, List<PSVariable>? variablesToDefine, params object?[] args)
        => Run(variablesToDefine);

    public Collection<PSObject> InvokeWithContext(Dictionary<string, ScriptBlock>? functionsToDefine, List<PSVariable>? variablesToDefine, params object?[] args)
        => Run(variablesToDefine);

    private Collection<PSObject> Run(List<PSVariable>? variables)
    {
        object? result = _body(variables?.Find(v => v.Name == "_")?.Value);
        Collection<PSObject> all = [];
        if (result is object[] many)
        {
            foreach (object one in many)
            {
                all.Add(PSObject.AsPSObject(one));
            }
        }
        else if (result is not null)
        {
            all.Add(PSObject.AsPSObject(result));
        }

        return all;
    }
}

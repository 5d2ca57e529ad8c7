using System;

namespace XnatTools.Sandbox.Web;

/// <summary>An error of the xapi half; the middleware turns it into the answer of the sandbox's error regime.</summary>
internal sealed class XapiException : Exception
{
    public XapiException()
    {
    }

    public XapiException(string message)
        : base(message)
    {
    }

    public XapiException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal XapiException(XapiFault fault, string? detail = null)
        : base(detail ?? "null")
    {
        Fault = fault;
        Detail = detail;
    }

    internal XapiFault Fault { get; } = XapiFault.Other;

    /// <summary>Null is written as the word null, as XNAT does.</summary>
    internal string? Detail { get; }
}

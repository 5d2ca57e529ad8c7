using System;

namespace XnatTools.Sandbox.Dqr;

/// <summary>An exception of the plugin on its way to the error handler of the server.</summary>
internal sealed class DqrFaultException : Exception
{
    public DqrFaultException(DqrFault fault, string? detail = null)
        : base(detail ?? fault.ToString())
    {
        Fault = fault;
        Detail = detail;
    }

    public DqrFault Fault { get; }

    /// <summary>The message of the server's exception; null where it has none, and then the body says <c>: null</c>.</summary>
    public string? Detail { get; }

    public static DqrFaultException Other(string? detail = null) => new(DqrFault.Other, detail);
}

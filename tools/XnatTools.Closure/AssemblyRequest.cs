using System;

namespace XnatTools.Closure;

/// <summary>A reference of one assembly to another.</summary>
internal sealed record AssemblyRequest(string Name, Version Version, bool StrongNamed);

using System;

namespace XnatTools.Pack;

/// <summary>A reason not to ship.</summary>
internal sealed class PackException(string message) : Exception(message);

using System;

namespace XnatTools.DicomEdit;

/// <summary>A statement failed. Never leaves the library: it becomes the message of a result. Holds no value.</summary>
internal sealed class Fault(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The script rejected the object.</summary>
internal sealed class Rejection() : Exception("The script rejects this object.");

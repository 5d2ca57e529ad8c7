using System;

namespace XnatTools.Sandbox.Filing;

/// <summary>Reads the header that decides where a file goes.</summary>
internal static class HeaderReader
{
    internal static ArrivedHeader Read(string path) =>
        throw new NotSupportedException("The header of an arrived object must be given with it.");
}

using System;
using System.Net.Http;

namespace XnatTools.Client;

/// <summary>An empty body, which keeps the runtime's handler from sending the request again by itself.</summary>
internal sealed class OnceContent : ByteArrayContent
{
    public OnceContent()
        : base(Array.Empty<byte>())
    {
    }
}

using System;
using System.Text;

namespace XnatTools.Client;

/// <summary>An answer, read to its end.</summary>
internal sealed class XnatResponse
{
    public XnatResponse(XnatRequest request, int status, byte[] body)
    {
        Request = request;
        Status = status;
        Body = body;
    }

    public XnatRequest Request { get; }

    public int Status { get; }

    public byte[] Body { get; }

    public string? MediaType { get; init; }

    /// <summary>Reason phrase; XNAT's legacy half sometimes has its message here.</summary>
    public string? Reason { get; init; }

    /// <summary>Location header as it came.</summary>
    public string? Location { get; init; }

    /// <summary>Warning headers, joined.</summary>
    public string? Warning { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public bool IsRedirect => Status is >= 300 and < 400 and not 304;

    /// <summary>Body as text, without a byte order mark.</summary>
    public string Text()
    {
        string text = Encoding.UTF8.GetString(Body);
        return text.Length > 0 && text[0] == '\uFEFF' ? text.Substring(1) : text;
    }

    /// <summary>True when the body is a web page, whatever its header says: its first character that is not blank is "&lt;".</summary>
    public bool LooksLikeMarkup()
    {
        int i = 0;
        if (Body.Length >= 3 && Body[0] == 0xEF && Body[1] == 0xBB && Body[2] == 0xBF)
        {
            i = 3;
        }

        while (i < Body.Length && Body[i] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            i++;
        }

        return i < Body.Length && Body[i] == (byte)'<';
    }
}

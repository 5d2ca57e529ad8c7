using System;

namespace XnatTools.Sandbox.Dqr;

/// <summary>A stored answer, or missing answer, to a C-ECHO.</summary>
internal sealed record PacsPing(long Id, long PacsId, bool Successful, DateTimeOffset PingTime);

using System;

namespace XnatTools.Import.Campaign;

/// <summary>Counts how long the server has not answered, and says when it is asked again.</summary>
internal sealed class ServerAbsence(CampaignOptions options)
{
    private DateTimeOffset? _since;
    private int _reads;

    /// <summary>True while it does not answer.</summary>
    public bool Lasts => _since is not null;

    /// <summary>It answers.</summary>
    public void End()
    {
        _since = null;
        _reads = 0;
    }

    /// <summary>It did not answer. How long to wait; throws when that has gone on for too long.</summary>
    public TimeSpan Note(XnatException fault)
    {
        DateTimeOffset now = options.Time.GetUtcNow();
        _since ??= now;
        if (now - _since >= options.Patience)
        {
            throw new XnatException(XnatErrorCode.ServerAway, "The server has not answered for too long.", fault);
        }

        TimeSpan pause = TimeSpan.FromSeconds(Math.Min(60, 5 << Math.Min(_reads++, 4)));
        return fault.RetryAfter is TimeSpan told && told > pause ? told : pause;
    }
}

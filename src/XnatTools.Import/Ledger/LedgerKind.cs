namespace XnatTools.Import.Ledger;

/// <summary>Kinds of records in a ledger.</summary>
public static class LedgerKind
{
    /// <summary>The first record: what the campaign is.</summary>
    public const string Begin = "begin";

    /// <summary>Another process goes on with it.</summary>
    public const string Resume = "resume";

    /// <summary>A study to import.</summary>
    public const string Plan = "plan";

    /// <summary>A CSV line that ends without a study of its own.</summary>
    public const string Line = "line";

    /// <summary>All lines and studies are written: posting may begin.</summary>
    public const string Planned = "planned";

    /// <summary>A request is about to be sent: these studies may be at the server from now on.</summary>
    public const string Post = "post";

    /// <summary>The answer to a request was seen.</summary>
    public const string Answer = "answer";

    /// <summary>A study went to another state.</summary>
    public const string State = "state";

    /// <summary>Posting pauses (breaker).</summary>
    public const string Pause = "pause";

    /// <summary>Posting goes on.</summary>
    public const string Wake = "wake";

    /// <summary>The window opened or closed.</summary>
    public const string Window = "window";

    /// <summary>The pace was changed.</summary>
    public const string Pace = "pace";

    /// <summary>What the canary showed.</summary>
    public const string Canary = "canary";

    /// <summary>The sample has arrived and waits for a person.</summary>
    public const string Sample = "sample";

    /// <summary>A person signed the sample off.</summary>
    public const string Approve = "approve";

    /// <summary>The policy in force, when it is seen for the first time or is another one.</summary>
    public const string Policy = "policy";

    /// <summary>A sign-off no longer holds.</summary>
    public const string Void = "void";

    /// <summary>The server knows of studies that the ledger does not: lines of it were lost.</summary>
    public const string Lost = "lost";

    /// <summary>Records about to be deleted from the server's queue.</summary>
    public const string Clear = "clear";

    /// <summary>It was stopped; what the server holds stays there.</summary>
    public const string Stop = "stop";

    /// <summary>Every line has its outcome.</summary>
    public const string End = "end";
}

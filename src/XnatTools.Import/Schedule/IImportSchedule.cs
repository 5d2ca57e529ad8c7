using System;

namespace XnatTools.Import.Schedule;

/// <summary>When an import may post. Moments are instants; what a window says is wall-clock time of one time zone.</summary>
public interface IImportSchedule
{
    /// <summary>Whether posting is allowed at that moment.</summary>
    bool IsOpen(DateTimeOffset at);

    /// <summary>The first moment, not before <paramref name="after"/>, at which it is open: the same moment when it is open then. Null: never within a fortnight.</summary>
    DateTimeOffset? NextOpening(DateTimeOffset after);

    /// <summary>The first moment, not before <paramref name="after"/>, at which it is shut: the same moment when it is shut then. Null: never within a fortnight.</summary>
    DateTimeOffset? NextClosing(DateTimeOffset after);
}

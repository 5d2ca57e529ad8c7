using System.Collections.Generic;

namespace XnatTools.Closure;

/// <summary>
/// A reference on .NET Framework whose wanted version is not the shipped one, and why that is right. Every such request goes
/// through the loader's handler, which answers by name (anchors 5.4).
/// </summary>
internal sealed record AllowedMismatch(string Requester, string Reference, string Wanted, string Reason)
{
    /// <summary>Measured, one by one; an entry that is no longer needed is reported, so the list cannot rot.</summary>
    public static IReadOnlyList<AllowedMismatch> Net472 { get; } =
    [
        new("CsvHelper", "System.Memory", "4.0.1.0", "4.0.1.2 is the same interface; its assembly version was raised with package 4.5.5."),
        new("Polly.Core", "Microsoft.Bcl.TimeProvider", "8.0.0.0", "8.0.0.1 is a servicing release of the same interface."),
        new("Polly.Core", "Microsoft.Bcl.AsyncInterfaces", "6.0.0.0", "8.0.0.0 has every type of 6.0.0.0; System.Text.Json needs it."),
        new("Polly.Core", "System.Runtime.CompilerServices.Unsafe", "4.0.4.1", "6.0.0.0 has every member of 4.0.4.1; System.Text.Json needs it."),
        new("System.Memory", "System.Runtime.CompilerServices.Unsafe", "4.0.4.1", "6.0.0.0 has every member of 4.0.4.1; System.Text.Json needs it."),
        new("System.Threading.Tasks.Extensions", "System.Runtime.CompilerServices.Unsafe", "4.0.4.1", "6.0.0.0 has every member of 4.0.4.1; System.Text.Json needs it."),
    ];
}

namespace XnatTools.DicomEdit;

/// <summary>What a script may grow to on one object: far beyond any use, and far below what hurts.</summary>
internal static class Limits
{
    public const int TextLength = 4 * 1024 * 1024;
    public const int ListEntries = 100_000;
    public const int Steps = 1_000_000;
    public const int ScriptLength = 4 * 1024 * 1024;

    public static string Checked(string text) =>
        text.Length <= TextLength ? text : throw new Fault("A text grows beyond all measure.");
}

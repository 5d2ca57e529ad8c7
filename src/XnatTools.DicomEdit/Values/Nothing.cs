namespace XnatTools.DicomEdit;

/// <summary>What a function without result gives; it cannot be assigned.</summary>
internal sealed class Nothing
{
    public static readonly Nothing s_value = new();
    /// <summary>A variable that nothing was assigned to yet.</summary>
    public static readonly Nothing s_undefined = new();
    public static readonly object s_true = true;
    public static readonly object s_false = false;

    private Nothing()
    {
    }

    public static object Of(bool value) => value ? s_true : s_false;
}

namespace System.Management.Automation.Runspaces;

public abstract class Runspace
{
    [ThreadStatic]
    private static Runspace? s_default;

    internal Runspace()
    {
    }

    /// <summary>Belongs to the thread, as in the engine.</summary>
    public static Runspace? DefaultRunspace
    {
        get => s_default;
        set => s_default = value;
    }
}

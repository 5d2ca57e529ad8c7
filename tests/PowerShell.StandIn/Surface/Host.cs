namespace System.Management.Automation.Host
{
    /// <summary>The program around the engine; the stand-in has none.</summary>
    public abstract class PSHost
    {
        public abstract PSHostUserInterface UI { get; }
    }

    /// <summary>The screen of a host.</summary>
    public abstract class PSHostUserInterface
    {
        public abstract void WriteWarningLine(string message);
    }
}

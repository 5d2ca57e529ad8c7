using System;

namespace XnatTools.Import.Simulation.Process;

/// <summary>The simulated process is dead. Nothing may catch it and go on.</summary>
public sealed class KilledException : Exception
{
    public KilledException()
        : base("The simulated process was killed.")
    {
    }
}

using System.Threading.Tasks;

namespace XnatTools.Import.Simulation.Process;

/// <summary>Told of each step of a process, and may end it there.</summary>
public interface ILife
{
    /// <summary>A step that cannot wait: does not return to a dead process.</summary>
    void Step(string name);

    /// <summary>A step that waits: never returns to a dead process.</summary>
    Task StepAsync(string name);
}

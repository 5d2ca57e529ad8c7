using Xunit;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>Runs on driven clocks go one at a time and beside nothing else: their clock waits until no thread of the process has work.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SimulationCollection
{
    public const string Name = "Simulation";
}

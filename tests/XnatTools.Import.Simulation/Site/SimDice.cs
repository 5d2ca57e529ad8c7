using System;

namespace XnatTools.Import.Simulation.Site;

/// <summary>Seeded chance.</summary>
internal sealed class SimDice(int seed)
{
    private readonly Random _random = new(seed);

    public bool Happens(int percent) => percent > 0 && _random.Next(100) < percent;

    public int Between(int least, int most) => _random.Next(least, most + 1);

    public double Fraction() => _random.NextDouble();
}

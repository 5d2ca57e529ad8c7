namespace XnatTools.Import.Simulation.Truth;

/// <summary>A series as the simulated PACS really has it.</summary>
/// <param name="Uid">(0020,000E).</param>
/// <param name="Number">(0020,0011).</param>
/// <param name="Modality">(0008,0060).</param>
/// <param name="Description">(0008,103E).</param>
/// <param name="Images">How many instances it has.</param>
public sealed record SimSeries(string Uid, int Number, string Modality, string Description, int Images);

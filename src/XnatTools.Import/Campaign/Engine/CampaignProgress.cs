using System;

namespace XnatTools.Import.Campaign;

/// <summary>How far a campaign has come; safe to show.</summary>
/// <param name="Activity">What is going on, in a few words without identifiers.</param>
/// <param name="Done">Studies that came to their end.</param>
/// <param name="InFlight">Studies the server holds in its queue.</param>
/// <param name="Arriving">Studies that left the queue and are being looked at.</param>
/// <param name="Failed">Studies that ended without success.</param>
/// <param name="Total">Studies in all.</param>
/// <param name="PerHour">Studies that left the queue in an hour, lately; null before it is known.</param>
/// <param name="Left">Time left at that rate; null before it is known.</param>
public sealed record CampaignProgress(string Activity, int Done, int InFlight, int Arriving, int Failed, int Total, double? PerHour, TimeSpan? Left);

using System;
using System.Collections.Generic;
using System.Linq;
using XnatTools.Import.Campaign;
using XnatTools.Import.Ledger;
using XnatTools.Import.Preflight;
using XnatTools.Import.Schedule;
using XnatTools.Import.Simulation.Clock;
using XnatTools.Import.Simulation.Run;
using XnatTools.Import.Simulation.Site;
using XnatTools.Import.Simulation.Truth;
using Xunit;

namespace XnatTools.Campaign.Tests.Simulated;

/// <summary>
/// The anonymisation scripts or the receiver change while a campaign runs. Judged by the site's own record of requests and by when the policy was
/// seen: nothing is posted unless the policy was seen as before within the last two minutes, and since the last pause.
/// </summary>
[Collection(SimulationCollection.Name)]
public sealed class PolicyChangeTests
{
    private static readonly DateTimeOffset s_start = new(2024, 3, 5, 17, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(2);

    [Fact]
    public void A_change_ends_posting_and_a_resume_comes_to_the_end_under_the_new_policy() => Runs.Each(4, seed =>
    {
        Scene scene = new(seed);
        DateTimeOffset at = s_start.AddHours(2).AddSeconds(scene.Random.Next(60, 900));
        PolicyMarks other = scene.Random.Next(3) switch
        {
            0 => SimPolicy.Usual with { Project = new string('c', 64) },
            1 => SimPolicy.Usual with { Site = PolicyMarks.None },
            _ => SimPolicy.Usual with { Receiver = PolicyMarks.Gone },
        };
        scene.Policy.Change(at, other);

        XnatException fault = Assert.Throws<XnatException>(() => scene.Run());

        Assert.Equal(XnatErrorCode.PolicyChanged, fault.Code);
        scene.AssertSeenBeforeEachPost();
        Assert.All(scene.Site.Monitor.Posts, post => Assert.True(post.At <= at + s_longestWait, $"Posted at {post.At:u}, {post.At - at} after the change."));
        Assert.Equal(0, scene.Site.InQueue);
        Assert.Equal(scene.Found.Count, scene.Campaign.Items.Count);
        Assert.All(scene.Campaign.Items.Where(i => i.Outcome == ImportOutcome.Planned), item => Assert.Equal("XnatPolicyChanged", item.Code));
        Assert.Contains(scene.Campaign.Items, item => item.Outcome == ImportOutcome.Planned);
        LedgerEvent voided = Assert.Single(scene.Campaign.State.Timeline, e => e.Kind == LedgerKind.Void);
        Assert.Equal("XnatPolicyChanged", voided.Code);
        Assert.Contains(other.ChangeSince(SimPolicy.Usual), voided.Text, StringComparison.Ordinal);
        Assert.Null(scene.Campaign.State.CanaryPolicy);

        int before = scene.Site.Monitor.Posts.Count;
        List<ImportItem> items = scene.Run();
        List<string> wrong = SimJudge.Judge(scene.Site, scene.Found, items);
        Assert.True(wrong.Count == 0, string.Join("; ", wrong.Take(10)));
        Assert.Equal(1, scene.Site.Monitor.Posts[before].Studies);
        scene.AssertSeenBeforeEachPost();
    });

    /// <summary>That the server does not tell, for minutes or an hour, pauses posting and changes nothing.</summary>
    [Fact]
    public void A_server_that_does_not_tell_has_not_changed_anything() => Runs.Each(4, seed =>
    {
        Scene scene = new(seed);
        DateTimeOffset from = s_start.AddHours(2);
        for (int i = 0; i < 4; i++)
        {
            from = from.AddSeconds(scene.Random.Next(30, 900));
            DateTimeOffset to = from.AddSeconds(scene.Random.Next(20, 3600));
            if (scene.Random.Next(3) == 0)
            {
                // A server that is being started, or rights that come and go: it cannot be seen, which is no change.
                scene.Policy.Change(from, SimPolicy.Usual with { Project = PolicyMarks.Unseen });
                scene.Policy.Change(to, SimPolicy.Usual);
            }
            else
            {
                scene.Policy.Silence(from, to);
            }

            from = to;
        }

        List<ImportItem> items = scene.Run();

        Assert.Equal(CampaignEnd.Done, scene.Campaign.Ended);
        Assert.DoesNotContain(scene.Campaign.State.Timeline, e => e.Kind == LedgerKind.Void);
        List<string> wrong = SimJudge.Judge(scene.Site, scene.Found, items);
        Assert.True(wrong.Count == 0, string.Join("; ", wrong.Take(10)));
        scene.AssertSeenBeforeEachPost();
    });

    [Fact]
    public void What_stays_hidden_ends_the_run_after_hours_without_a_post()
    {
        Scene scene = new(1);
        DateTimeOffset at = s_start.AddHours(2).AddMinutes(5);
        scene.Policy.Silence(at, DateTimeOffset.MaxValue);

        XnatException fault = Assert.Throws<XnatException>(() => scene.Run());

        Assert.Equal(XnatErrorCode.ServerAway, fault.Code);
        Assert.All(scene.Site.Monitor.Posts, post => Assert.True(post.At <= at + s_longestWait));
        Assert.InRange(scene.Policy.Unanswered, 3, 400);
        Assert.Null(scene.Campaign.State.VoidedAt);
    }

    /// <summary>What a person signed off under the old policy does not let anything through under the new one, and neither does a sign-off after the change.</summary>
    [Fact]
    public void A_sign_off_is_void()
    {
        Scene scene = new(2, sample: 2);
        scene.Run();
        Assert.Equal(CampaignEnd.Approval, scene.Campaign.Ended);
        scene.Campaign.Approve(scene.Options(SimPolicy.Usual.Fingerprint));
        DateTimeOffset at = scene.Clock.GetUtcNow().AddMinutes(3);
        PolicyMarks other = SimPolicy.Usual with { Project = new string('c', 64) };
        scene.Policy.Change(at, other);

        Assert.Equal(XnatErrorCode.PolicyChanged, Assert.Throws<XnatException>(() => scene.Run()).Code);
        Assert.Null(scene.Campaign.State.ApprovedPolicy);
        XnatException refused = Assert.Throws<XnatException>(() => scene.Campaign.Approve(scene.Options(other.Fingerprint)));
        Assert.Contains("policy changed", refused.Message, StringComparison.Ordinal);

        int before = scene.Site.Monitor.Posts.Count;
        scene.Run();
        Assert.Equal(CampaignEnd.Approval, scene.Campaign.Ended);
        int sample = scene.Site.Monitor.Posts.Skip(before).Select(p => p.Uid).Distinct().Count();
        Assert.InRange(sample, 2, 10);
        scene.Campaign.Approve(scene.Options(other.Fingerprint));
        Assert.Empty(SimJudge.Judge(scene.Site, scene.Found, scene.Run()));
    }

    /// <summary>One window a night from seven o'clock, a site whose PACS goes away at times, a canary.</summary>
    private sealed class Scene
    {
        private readonly ImportSchedule _schedule = ImportSchedule.Parse(["19:00-23:00", "23:30-05:00"], weekend: false, TimeZoneInfo.Utc);
        private readonly int _sample;

        public Scene(int seed, int sample = 0)
        {
            Random = new Random(seed);
            Clock = new DrivenClock(s_start);
            Policy = new SimPolicy(Clock);
            List<SimStudy> studies = SimCohort.Make(sample > 0 ? 60 : Random.Next(120, 200), seed);
            SimFaults faults = sample > 0 ? new SimFaults() : new SimFaults { FailRead = Random.Next(4), DropStudy = Random.Next(4), HideStudy = Random.Next(4), PacsAway = Random.Next(2), FailDelete = Random.Next(20) };
            Site = new SimSite(Clock, studies, new SimOptions { Workers = Random.Next(1, 3) }, faults, seed);
            Found = SimCohort.Found(studies, 1);
            _sample = sample;
            Campaign = new SimCampaign(Site, Clock, Options(""), seed) { Policy = Policy };
            Campaign.Plan(Found);
        }

        public Random Random { get; }

        public DrivenClock Clock { get; }

        public SimPolicy Policy { get; }

        public SimSite Site { get; }

        public List<PacsStudy> Found { get; }

        public SimCampaign Campaign { get; }

        public CampaignOptions Options(string policy) => new()
        {
            Time = Clock, Jitter = Random.NextDouble, Schedule = _schedule, MaxStudiesInFlight = 6, Canary = true, Sample = _sample, Policy = policy,
        };

        public List<ImportItem> Run() => Clock.Run(() => Campaign.RunAsync(), TimeSpan.FromDays(20));

        /// <summary>Each request had a look before it, not older than the interval, that showed what the first of its run showed; and one since the window opened.</summary>
        public void AssertSeenBeforeEachPost()
        {
            foreach (SimPost post in Site.Monitor.Posts)
            {
                (DateTimeOffset at, PolicyMarks marks) = Policy.Looks.Last(l => l.At <= post.At);
                Assert.True(post.At - at <= s_longestWait, $"Posted at {post.At:u}, seen last at {at:u}.");
                Assert.True(_schedule.IsOpen(post.At.AddSeconds(-2)) || _schedule.IsOpen(post.At), $"Posted at {post.At:u}.");
                DateTimeOffset today = new(post.At.Date, TimeSpan.Zero);
                DateTimeOffset opened = new[] { today.AddMinutes(-30), today.AddHours(19), today.AddHours(23.5) }.Last(o => o <= post.At);
                Assert.True(at >= opened, $"Posted at {post.At:u}, seen last before the window opened, at {at:u}.");
                Assert.Equal(Policy.At(at), marks);
            }
        }
    }
}

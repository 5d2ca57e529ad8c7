using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Client;
using XnatTools.Sandbox;
using Xunit;

namespace XnatTools.Upload.Tests;

/// <summary>Where a server puts what it gets: into another's session, into the archive by itself, or nowhere to be found.</summary>
public sealed class SessionPlaceTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("xnattools-work-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_study_that_waits_under_another_label_is_refused_before_anything_is_sent(bool blind)
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        LocalSession session = Made.Session(0);
        Assert.Equal(SessionUploadOutcome.InPrearchive, (await SendAsync(client, host, session, "S001_MR_1")).Outcome);
        PrearchiveEntry entry = Assert.Single(host.State.Prearchive);
        DateTimeOffset before = entry.LastModified;

        // XNAT would put these objects into the session of the first subject.
        Transport transport = new(() => throw new InvalidOperationException("Something was sent."));
        SessionUploadResult result = await SendAsync(client, host, session, "S002_MR_1", blind ? transport : null);
        Assert.Equal((SessionUploadOutcome.Failed, XnatErrorCode.Conflict.Id), (result.Outcome, result.Code));
        Assert.Equal(("S001_MR_1", before), (Assert.Single(host.State.Prearchive).Name, entry.LastModified));

        // Under its own label it is its own.
        Assert.Equal(SessionUploadOutcome.InPrearchive, (await SendAsync(client, host, session, "S001_MR_1")).Outcome);
    }

    [Fact]
    public async Task What_a_receiver_took_and_nobody_has_is_not_called_filtered()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        SessionUploadResult result = await SendAsync(client, host, Made.Session(0), "S001_MR_1", new Transport(() => Task.CompletedTask));
        Assert.Equal((SessionUploadOutcome.Incomplete, XnatErrorCode.UploadIncomplete.Id, 0), (result.Outcome, result.Code, result.InstancesFound));
    }

    [Fact]
    public async Task What_a_project_archives_by_itself_is_proven_there()
    {
        await using SandboxHost host = await Made.HostAsync();
        using XnatClient client = await Made.ClientAsync(host);
        LocalSession session = Made.Session(0);
        Transport transport = new(() => new SessionUploader(client, host.Url.ToString(), Made.Options(null, archive: true))
            .SendAsync(session, Made.Target(), null, null, CancellationToken.None));
        SessionUploadResult result = await SendAsync(client, host, session, "S001_MR_1", transport);
        Assert.Equal((SessionUploadOutcome.Archived, session.InstanceCount), (result.Outcome, result.InstancesFound));
    }

    private Task<SessionUploadResult> SendAsync(XnatClient client, SandboxHost host, LocalSession session, string label, ISeriesTransport? transport = null) =>
        new SessionUploader(client, host.Url.ToString(), new UploadOptions { RetryDelay = TimeSpan.FromMilliseconds(20), WorkFolder = _work, Transport = transport, Time = new Hasty() })
            .SendAsync(session, Made.Target(label), null, null, CancellationToken.None);

    private sealed class Transport(Func<Task> work) : ISeriesTransport
    {
        private bool _isDone;

        public int MaxParallel => 1;

        public bool IsBlind => true;

        public async Task<string?> SendAsync(IReadOnlyList<LocalInstance> instances, IDictionary<string, string> digests, CancellationToken cancellationToken)
        {
            if (!_isDone)
            {
                _isDone = true;
                await work();
            }

            return null;
        }
    }

    /// <summary>Pauses are over at once.</summary>
    private sealed class Hasty : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}

using System;
using System.IO;
using System.Threading.Tasks;
using XnatTools.Sandbox;
using Xunit;

namespace XnatTools.Commands.Tests;

/// <summary>A sandbox with made studies in this process, with a fast queue.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    internal SandboxHost Host { get; private set; } = null!;

    internal Uri Url => Host.Url;

    internal string Folder { get; } = Path.Combine(Path.GetTempPath(), "xnattools-commands-" + Guid.NewGuid().ToString("N"));

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Folder);
        Host = await SandboxHost.StartAsync(new SandboxOptions
        {
            StateFolder = Path.Combine(Folder, "state"),
            MadeStudies = true,
            QueueTick = TimeSpan.FromMilliseconds(200),
            StageTime = TimeSpan.FromMilliseconds(50),
        });
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Writes a file and returns its path.</summary>
    internal string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}

[CollectionDefinition(Name)]
public sealed class SandboxCollection : ICollectionFixture<SandboxFixture>
{
    public const string Name = "sandbox";
}

/// <summary>Another sandbox of its own, so that what is imported there is not in the way of those who count.</summary>
[CollectionDefinition(Name)]
public sealed class CampaignSandboxCollection : ICollectionFixture<SandboxFixture>
{
    public const string Name = "campaign-sandbox";
}

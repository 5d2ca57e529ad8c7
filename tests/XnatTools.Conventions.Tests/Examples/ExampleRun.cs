using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using CsvHelper;
using CsvHelper.Configuration;
using Xunit;
using XnatTools.Pack;
using XnatTools.Sandbox;

namespace XnatTools.Conventions.Tests.Examples;

/// <summary>Runs examples in the real PowerShell, with the packed module and against the sandbox.</summary>
public abstract class ExampleRun : IAsyncLifetime, IDisposable
{
    internal TempFolder Work { get; } = new();
    internal Dictionary<string, string> Environment { get; } = [];
    private SandboxHost? _sandbox;

    public async Task InitializeAsync()
    {
        if (!PowerShellEngine.IsPresent)
        {
            return;
        }

        string modules = Path.Combine(Work.Path, "modules");
        new Packer(Repo.Root, modules).Run();
        Environment["PSModulePath"] = modules;

        // Half a minute of the sandbox in a second: its queue wakes every two seconds instead of every minute.
        _sandbox = await SandboxHost.StartAsync(new SandboxOptions { MadeStudies = true, ClockFactor = 30 }, CancellationToken.None);
        Environment["XNAT_URI"] = _sandbox.Url.GetLeftPart(UriPartial.Authority);
    }

    public async Task DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }

    public void Dispose()
    {
        Work.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs lines of PowerShell after a login.</summary>
    internal (int Code, string Output) Script(string lines)
    {
        string wrapper = Path.Combine(Work.Path, "run.ps1");
        File.WriteAllText(wrapper, $"""
            $ErrorActionPreference = 'Stop'
            $login = [pscredential]::new('admin', (ConvertTo-SecureString admin -AsPlainText -Force))
            {lines}
            """);
        return PowerShellEngine.Start(wrapper, Environment);
    }

    internal static Dictionary<int, string> Read(string path)
    {
        using CsvReader csv = new(new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture));
        Dictionary<int, string> outcomes = [];
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            outcomes.Add(csv.GetField<int>("Row"), csv.GetField("Outcome")!);
        }

        return outcomes;
    }
}

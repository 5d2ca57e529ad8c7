using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using XnatTools.Dicom;
using XnatTools.Sandbox.Filing;
using XnatTools.Sandbox.Prearchive;
using Xunit;

namespace XnatTools.Sandbox.Tests.Filing;

[Trait("Category", "Corpus")]
public sealed class CorpusTests
{
    [SkippableFact]
    public async Task Every_object_of_the_corpus_reaches_the_archive_unchanged()
    {
        string? corpus = Folder();
        Skip.If(corpus is null, "corpus of DICOM files (XNATTOOLS_CORPUS)");
        await using SandboxHost host = await SandboxHost.StartAsync(new SandboxOptions { ClockFactor = 0, HasDqr = false });
        Dictionary<string, string> sent = [];
        foreach (string source in Directory.GetFiles(corpus!).Order(StringComparer.Ordinal))
        {
            if (Header(source) is ArrivedHeader header && sent.TryAdd(header.StudyInstanceUid + " " + header.SopInstanceUid, Hash(source)))
            {
                string temp = Path.Combine(host.State.TempFolder, Guid.NewGuid().ToString("N"));
                File.Copy(source, temp);
                FilingResult result = await host.Context.Filing.FileAsync(new ArrivedObject { Path = temp, Project = "DEMO" }, CancellationToken.None);
                Assert.True(result.Filed);
            }
        }

        Assert.NotEmpty(sent);
        int number = 0;
        foreach (PrearchiveEntry entry in host.State.Prearchive.ToArray())
        {
            host.Context.Prearchive.Build(entry);
            string label = $"S{++number:000}";
            ArchiveOutcome outcome = host.Context.Prearchive.Archiver.Archive(entry, new ArchiveRequest { Subject = label, Session = label + "_1" }, "admin");
            Assert.Equal(200, outcome.Status);
        }

        Dictionary<string, string> kept = [];
        foreach (SandboxSession session in host.State.Sessions)
        {
            Assert.Equal(session.Scans.Count, session.Scans.Select(s => s.Id).Distinct(StringComparer.Ordinal).Count());
            foreach (SandboxResource resource in session.Scans.SelectMany(s => s.Resources))
            {
                foreach (SandboxFile file in resource.Files)
                {
                    string path = Path.Combine(host.Context.Prearchive.Archiver.FolderOf(session), resource.Folder, file.Name);
                    kept.Add(session.Uid + " " + file.SopInstanceUid, Hash(path));
                }
            }
        }

        Assert.Equal(sent.OrderBy(p => p.Key, StringComparer.Ordinal), kept.OrderBy(p => p.Key, StringComparer.Ordinal));
    }

    // What a receiver would have taken: an object that says which study, series and instance it is.
    private static ArrivedHeader? Header(string path)
    {
        try
        {
            ArrivedHeader header = HeaderReader.Read(path);
            return header.StudyInstanceUid.Length > 0 && header.SeriesInstanceUid.Length > 0 && header.SopInstanceUid.Length > 0 ? header : null;
        }
        catch (DicomException)
        {
            return null;
        }
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("XNATTOOLS_CORPUS") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (DirectoryInfo? place = new(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            string folder = Path.Combine(place.FullName, "shared", "data", "dicom");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        return null;
    }
}

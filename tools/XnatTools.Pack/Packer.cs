using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using XnatTools.Closure;

namespace XnatTools.Pack;

/// <summary>
/// Puts a package together under <c>artifacts</c>: the module folder XnatTools/VERSION, its zip, checksums and bill of materials.
/// Signing is a separate step that takes the finished folder.
/// </summary>
internal sealed class Packer(string root, string artifacts)
{
    // Zip entries carry a time; a fixed one makes equal builds equal files.
    private static readonly DateTimeOffset s_time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Version { get; } = XDocument.Load(Path.Combine(root, "Directory.Build.props")).Descendants("Version").First().Value;

    /// <summary>The module's folder, as it is copied to a modules path.</summary>
    public string Folder => Path.Combine(artifacts, "XnatTools", Version);

    public string Zip => Path.Combine(artifacts, $"XnatTools-{Version}.zip");

    public void Run()
    {
        foreach (string framework in new[] { "net8.0", "net472" })
        {
            IReadOnlyList<ClosureProblem> problems = ClosureCheck.Run(Path.Combine(root, "module", "bin", framework), framework);
            if (problems.Count > 0)
            {
                throw new PackException(string.Join(Environment.NewLine, problems));
            }
        }

        IReadOnlyDictionary<string, string> files = PackageLayout.Files(root);
        ShippedPackage[] packages = [.. ShippedPackage.Find(root, files.Keys.Where(f => f.EndsWith(".dll", StringComparison.Ordinal)).Select(f => Path.GetFileNameWithoutExtension(f)!).Where(f => !f.StartsWith("XnatTools", StringComparison.Ordinal)))];
        Stage(files, packages);
        WriteZip();
        File.WriteAllText(Path.Combine(artifacts, $"XnatTools-{Version}.bom.json"), BillOfMaterials.Write(Version, packages));
        WriteChecksums();
    }

    private void Stage(IReadOnlyDictionary<string, string> files, ShippedPackage[] packages)
    {
        string folder = Path.Combine(artifacts, "XnatTools");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach ((string target, string source) in files)
        {
            string path = Path.Combine(Folder, target);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            string from = Path.Combine(root, source);
            File.WriteAllBytes(path, ShippedText.Is(target) ? ShippedText.Normalize(target, File.ReadAllText(from)) : File.ReadAllBytes(from));
        }

        File.WriteAllBytes(Path.Combine(Folder, PackageLayout.Notices), ShippedText.Normalize(PackageLayout.Notices, NoticesText.Write(packages)));
    }

    private void WriteZip()
    {
        File.Delete(Zip);
        using ZipArchive zip = ZipFile.Open(Zip, ZipArchiveMode.Create);
        foreach (string file in Staged())
        {
            ZipArchiveEntry entry = zip.CreateEntry(file, CompressionLevel.Optimal);
            entry.LastWriteTime = s_time;
            using Stream stream = entry.Open();
            stream.Write(File.ReadAllBytes(Path.Combine(artifacts, file)));
        }
    }

    private void WriteChecksums()
    {
        StringBuilder sums = new();
        foreach (string file in Staged().Concat([Path.GetFileName(Zip), $"XnatTools-{Version}.bom.json"]))
        {
            sums.Append(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(artifacts, file))))).Append("  ").Append(file).Append('\n');
        }

        File.WriteAllText(Path.Combine(artifacts, "SHA256SUMS"), sums.ToString());
    }

    private IEnumerable<string> Staged() => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(artifacts, f).Replace('\\', '/')).Order(StringComparer.Ordinal);
}

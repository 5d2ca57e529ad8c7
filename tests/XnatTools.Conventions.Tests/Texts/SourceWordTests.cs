using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace XnatTools.Conventions.Tests.Texts;

/// <summary>No unfinished work, no skipped test without a condition, and no path of the machine it was written on.</summary>
public sealed class SourceWordTests
{
    private static readonly string[] s_text = [".cs", ".csproj", ".props", ".targets", ".ps1", ".psm1", ".psd1", ".ps1xml", ".md", ".txt", ".yml", ".json", ".csv", ".sln"];

    // Built from pieces, so that this file does not find itself.
    private static readonly (string Name, Regex Pattern)[] s_banned =
    [
        ("unfinished", new Regex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|X" + @"XX)\b", RegexOptions.CultureInvariant)),
        ("not written", new Regex(@"\bnew NotImplemented" + "Exception", RegexOptions.CultureInvariant)),
        ("skipped", new Regex(@"\bSki" + @"p\s*=\s*""", RegexOptions.CultureInvariant)),
        ("machine path", new Regex(@"(?<![\w.$}])/(wor" + @"k|ho" + @"me|ro" + @"ot|Use" + @"rs)/|[A-Z]:\\Use" + @"rs\\", RegexOptions.CultureInvariant)),
    ];

    [Fact]
    public void No_file_has_them() => Assert.Empty(Repo.Files().Where(f => s_text.Contains(Path.GetExtension(f))).SelectMany(f => Find(f, File.ReadAllText(Repo.Path(f.Split('/'))))));

    [Theory]
    [InlineData("// TO" + "DO: later", "unfinished")]
    [InlineData("throw new NotImplemented" + "Exception();", "not written")]
    [InlineData("[Fact(Ski" + "p = \"slow\")]", "skipped")]
    [InlineData("\"/ho" + "me/somebody/x\"", "machine path")]
    public void Each_is_seen(string line, string name) => Assert.Contains(name, Assert.Single(Find("f", line)), StringComparison.Ordinal);

    private static IEnumerable<string> Find(string file, string text) =>
        s_banned.SelectMany(b => b.Pattern.Matches(text).Select(m => $"{file}: {b.Name}: line {text.AsSpan(0, m.Index).Count('\n') + 1}"));
}

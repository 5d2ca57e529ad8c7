using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace XnatTools.Conventions.Tests.Texts;

/// <summary>
/// Windows PowerShell reads a file without a byte-order mark as ANSI, and signing wants CRLF (anchors 5.15): shipped texts are
/// ASCII, and stand with CRLF in the working tree (.gitattributes sees to it; the packer writes them so whatever it finds).
/// </summary>
public sealed class ShippedTextTests
{
    private static readonly string[] s_extensions = [".ps1", ".psm1", ".psd1", ".ps1xml", ".help.txt"];

    public static TheoryData<string> Shipped => new(Repo.Files()
        .Where(f => (f.StartsWith("module/", StringComparison.Ordinal) || f.StartsWith("examples/", StringComparison.Ordinal) || !f.Contains('/', StringComparison.Ordinal)) && s_extensions.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Text_is_ascii_with_crlf(string file) => Assert.Null(Fault(File.ReadAllBytes(Repo.Path(file.Split('/')))));

    [Fact]
    public void Git_gives_them_crlf()
    {
        string attributes = Repo.Text(".gitattributes");
        Assert.All(s_extensions, e => Assert.Contains($"*{e} text eol=crlf", attributes, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a\nb", "line 1 ends with LF alone")]
    [InlineData("a\r\nb\u00E9", "line 2 has a character outside ASCII")]
    [InlineData("a\r\n\tb\r\n", null)]
    public void Faults_are_seen(string text, string? fault) => Assert.Equal(fault, Fault(System.Text.Encoding.UTF8.GetBytes(text)));

    private static string? Fault(byte[] bytes)
    {
        int line = 1;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] > 126 || (bytes[i] < 32 && bytes[i] is not (9 or 10 or 13)))
            {
                return $"line {line} has a character outside ASCII";
            }

            if (bytes[i] == 10)
            {
                if (i == 0 || bytes[i - 1] != 13)
                {
                    return $"line {line} ends with LF alone";
                }

                line++;
            }
        }

        return null;
    }
}

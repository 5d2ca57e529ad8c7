using System;
using Xunit;
using XnatTools.Pack;

namespace XnatTools.Conventions.Tests.Package;

/// <summary>How texts get into the package.</summary>
public sealed class PackedTextTests
{
    [Theory]
    [InlineData("a\nb\r\nc", "a\r\nb\r\nc")]
    [InlineData("\uFEFFa", "a")]
    public void Texts_are_written_for_Windows_PowerShell(string text, string expected) =>
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(ShippedText.Normalize("x.ps1", text)));

    [Fact]
    public void A_text_that_5_1_would_misread_is_not_packed() => Assert.Contains("line 2: U+2013", Assert.Throws<PackException>(() => ShippedText.Normalize("x.ps1", "a\n\u2013")).Message, StringComparison.Ordinal);
}

using System.Collections.Generic;
using System.Linq;
using Xunit;
using XnatTools.DicomEdit.Audit;

namespace XnatTools.DicomEdit.Tests.Audit;

public sealed class ValuePatternTests
{
    [Theory]
    [InlineData("9434765919", true)] // a number published for examples
    [InlineData("943 476 5919", true)]
    [InlineData("943-476-5919", true)]
    [InlineData("9434765918", false)]
    [InlineData("0000000000", false)]
    [InlineData("943476591", false)]
    public void Nhs_numbers_are_told_by_their_check_digit(string text, bool expected) => Assert.Equal(expected, ValuePatterns.IsNhsNumber(text));

    [Theory]
    [InlineData("see 943 476 5919 for notes", "NhsNumber")]
    [InlineData("no 9434765918", null)]
    [InlineData("SE1 7EH", "Postcode")]
    [InlineData("London, se17eh", "Postcode")]
    [InlineData("12 Long Street, Flat 2, SW9", "Postcode")]
    [InlineData("SE2 sag T2", null)]
    [InlineData("T2W TSE 3", null)]
    [InlineData("mail someone@example.org", "Mail")]
    [InlineData("ring 020 7946 0018", "Telephone")]
    [InlineData("Dr Featherstone to review", "Title")]
    [InlineData("DRT HEAD AXIAL", null)]
    [InlineData("seen on 12/03/2024", "DateInText")]
    [InlineData("S20240312", "DateInText")]
    [InlineData("1.2.840.20240312.5", "DateInText")]
    [InlineData("seen 3 March 2024", "DateInText")]
    [InlineData("02-Dec-23", "DateInText")]
    [InlineData("on the 1st of May 2021", "DateInText")]
    [InlineData("2 decimal 20", null)]
    [InlineData("scan 1.5 mar 03", null)]
    [InlineData("20249912", null)]
    [InlineData("HEAD T1 MPRAGE 1.0 iso", null)]
    public void Texts_that_identify_are_found(string text, string? kind)
    {
        List<PatternHit> hits = [];
        new ValuePatterns([], []).Search(text, false, false, hits);

        Assert.Equal(kind is null ? [] : new[] { kind }, hits.Select(hit => hit.Kind).Distinct());
    }

    [Fact]
    public void A_sites_own_pattern_blocks_and_an_allowed_value_is_told()
    {
        ValuePatterns patterns = new([@"\bH\d{7}\b"], ["phantom .*"]);
        List<PatternHit> hits = [];
        patterns.Search("was h7741902", false, false, hits);

        Assert.Equal(IdentitySeverity.Blocking, Assert.Single(hits).Severity);
        Assert.True(patterns.IsAllowed("Phantom 12/03/2024"));
        Assert.False(patterns.IsAllowed("a phantom 12/03/2024"));
        Assert.Throws<XnatException>(() => new ValuePatterns(["("], []));
    }
}

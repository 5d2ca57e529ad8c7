using System;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace XnatTools.Tests;

public sealed class XnatErrorCodeTests
{
    [Fact]
    public void Ids_are_unique_pascal_case_and_found_again()
    {
        Assert.True(XnatErrorCode.All.Count > 30);
        Assert.Equal(XnatErrorCode.All.Count, XnatErrorCode.All.Select(c => c.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        foreach (XnatErrorCode code in XnatErrorCode.All)
        {
            Assert.Matches(new Regex("^[A-Z][A-Za-z0-9]+$"), code.Id);
            Assert.Same(code, XnatErrorCode.FromId(code.Id));
            Assert.EndsWith(".", code.Advice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_unknown_id_is_unexpected() => Assert.Same(XnatErrorCode.Unexpected, XnatErrorCode.FromId("NoSuchCode"));

    [Fact]
    public void An_exception_recommends_its_own_advice_before_the_codes()
    {
        Assert.Equal(XnatErrorCode.NotFound.Advice, new XnatException(XnatErrorCode.NotFound, "m").RecommendedAction);
        Assert.Equal("do this", new XnatException(XnatErrorCode.NotFound, "m") { Advice = "do this" }.RecommendedAction);
    }
}

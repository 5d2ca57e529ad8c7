using XnatTools.Sandbox.Web;
using Xunit;

namespace XnatTools.Sandbox.Tests.Dqr;

public sealed class XapiErrorsTests
{
    [Theory]
    [InlineData("Forbidden", 403, 403)]
    [InlineData("DataFormat", 400, 400)]
    [InlineData("MalformedJson", 400, 500)]
    [InlineData("MissingParameter", 400, 500)]
    [InlineData("WrongRequest", 500, 500)]
    [InlineData("NotFound", 404, 404)]
    [InlineData("NoContent", 204, 204)]
    [InlineData("AlreadyExists", 409, 409)]
    [InlineData("NotModified", 500, 304)]
    [InlineData("UnknownPacs", 500, 404)]
    [InlineData("PacsNotQueryable", 500, 409)]
    [InlineData("PacsUnreachable", 500, 503)]
    [InlineData("ReceiverUnfit", 500, 400)]
    [InlineData("Other", 500, 500)]
    public void Both_regimes_choose_these_statuses(string fault, int older, int newer)
    {
        XapiFault value = System.Enum.Parse<XapiFault>(fault);
        Assert.Equal(older, XapiErrors.Status(ErrorRegime.A, value));
        Assert.Equal(newer, XapiErrors.Status(ErrorRegime.B, value));
    }
}

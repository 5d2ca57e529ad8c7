using XnatTools.Sandbox.Dqr;
using Xunit;

namespace XnatTools.Sandbox.Tests.Dqr;

public sealed class DqrErrorsTests
{
    [Theory]
    [InlineData(0, 403, 403, null)]
    [InlineData(1, 400, 400, "detail")]
    [InlineData(2, 400, 500, "detail")]
    [InlineData(3, 400, 500, "There was an error in the request: detail")]
    [InlineData(4, 500, 500, "There was an error in the request : detail")]
    [InlineData(5, 404, 404, "Unable to find requested file or resource: detail")]
    [InlineData(6, 204, 204, null)]
    [InlineData(7, 409, 409, "detail")]
    [InlineData(8, 500, 304, null)]
    [InlineData(9, 500, 404, "There was an error in the request : detail")]
    [InlineData(10, 500, 409, "There was an error in the request : detail")]
    [InlineData(12, 500, 503, "There was an error in the request : detail")]
    [InlineData(13, 500, 400, "There was an error in the request : detail")]
    [InlineData(14, 500, 500, "There was an error in the request : detail")]
    public void Both_regimes(int fault, int older, int newer, string? body)
    {
        Assert.Equal(older, DqrErrors.Status((DqrFault)fault, ErrorRegime.A));
        Assert.Equal(newer, DqrErrors.Status((DqrFault)fault, ErrorRegime.B));
        Assert.Equal(body, DqrErrors.Body(new DqrFaultException((DqrFault)fault, "detail")));
    }

    [Fact]
    public void A_fault_without_a_message_says_null()
        => Assert.Equal("There was an error in the request : null", DqrErrors.Body(new DqrFaultException(DqrFault.UnknownPacs)));
}

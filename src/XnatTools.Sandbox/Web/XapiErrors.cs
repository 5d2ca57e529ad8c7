using Microsoft.AspNetCore.Http;

namespace XnatTools.Sandbox.Web;

/// <summary>Errors of the xapi half in both regimes (specification of the DQR API, 1.2).</summary>
internal static class XapiErrors
{
    internal static IResult Result(ErrorRegime regime, XapiFault fault, string? detail)
    {
        int status = Status(regime, fault);
        string? body = fault switch
        {
            XapiFault.Forbidden or XapiFault.NoContent or XapiFault.NotModified => null,
            XapiFault.DataFormat or XapiFault.MalformedJson or XapiFault.AlreadyExists => detail ?? "null",
            XapiFault.MissingParameter => "There was an error in the request: " + (detail ?? "null"),
            XapiFault.NotFound => "Unable to find requested file or resource: " + (detail ?? "null"),
            _ => "There was an error in the request : " + (detail ?? "null"),
        };
        return body is null ? Answer.Empty(status) : Answer.Text(body, status);
    }

    internal static int Status(ErrorRegime regime, XapiFault fault) => fault switch
    {
        XapiFault.Forbidden => 403,
        XapiFault.DataFormat => 400,
        XapiFault.MalformedJson => regime == ErrorRegime.A ? 400 : 500,
        XapiFault.MissingParameter => regime == ErrorRegime.A ? 400 : 500,
        XapiFault.NotFound => 404,
        XapiFault.NoContent => 204,
        XapiFault.AlreadyExists => 409,
        XapiFault.NotModified => regime == ErrorRegime.A ? 500 : 304,
        XapiFault.UnknownPacs => regime == ErrorRegime.A ? 500 : 404,
        XapiFault.PacsNotQueryable => regime == ErrorRegime.A ? 500 : 409,
        XapiFault.PacsUnreachable => regime == ErrorRegime.A ? 500 : 503,
        XapiFault.ReceiverUnfit => regime == ErrorRegime.A ? 500 : 400,
        _ => 500,
    };
}

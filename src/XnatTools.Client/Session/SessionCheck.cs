using System;

namespace XnatTools.Client;

/// <summary>What an answer says about our session.</summary>
internal enum SessionState
{
    Alive,

    /// <summary>401, or a redirect to the login page: the call was not carried out.</summary>
    Lost,

    /// <summary>200 with a web page: whether the call was carried out is not known.</summary>
    PageInsteadOfAnswer,

    PasswordExpired,

    AccountInactive,
}

/// <summary>Sees a lost session in all its disguises.</summary>
internal static class SessionCheck
{
    public static SessionState Of(XnatResponse response)
    {
        if (response.Status == 401)
        {
            return SessionState.Lost;
        }

        if (response.IsRedirect && response.Location is string target)
        {
            if (Has(target, "UpdateUser.vm"))
            {
                return SessionState.PasswordExpired;
            }

            if (Has(target, "InactiveAccount.vm"))
            {
                return SessionState.AccountInactive;
            }

            return Has(target, "Login.vm") ? SessionState.Lost : SessionState.Alive;
        }

        return response.Status == 200 && IsPage(response) ? SessionState.PageInsteadOfAnswer : SessionState.Alive;
    }

    public static void ThrowIfAccountTrouble(XnatResponse response, SessionState state)
    {
        if (state == SessionState.PasswordExpired)
        {
            throw ErrorMap.Make(response.Request, XnatErrorCode.PasswordExpired, "The password has expired.", response.Status);
        }

        if (state == SessionState.AccountInactive)
        {
            throw ErrorMap.Make(response.Request, XnatErrorCode.AccountInactive, "The account is disabled or its e-mail address is not verified.", response.Status);
        }
    }

    // JSON and text never begin with "<"; a file does not come as text/html unless it is one of XNAT's own pages. Where any
    // answer will do, only a page that asks for a password is none.
    private static bool IsPage(XnatResponse response) => response.Request.Answer switch
    {
        XnatAnswer.Bytes => response.MediaType == "text/html" && (response.Body.Length == 0 || response.LooksLikeMarkup()),
        XnatAnswer.Any => response.MediaType == "text/html" && response.LooksLikeMarkup() && AsksForPassword(response.Text()),
        _ => response.LooksLikeMarkup(),
    };

    private static bool AsksForPassword(string page) => Has(page, "type=\"password\"") || Has(page, "Login.vm");

    private static bool Has(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}

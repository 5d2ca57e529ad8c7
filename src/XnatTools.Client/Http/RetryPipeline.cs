using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;

namespace XnatTools.Client;

/// <summary>
/// What may be repeated: a GET after a lost connection, a time-out, or a status that says "later"; a PUT or DELETE only when
/// the server itself said when to come back (429, 503 with Retry-After), for then it did nothing. A POST is never repeated.
/// </summary>
internal static class RetryPipeline
{
    public static readonly ResiliencePropertyKey<XnatRequest> RequestKey = new("request");
    public static readonly ResiliencePropertyKey<Stream?> SinkKey = new("sink");
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(2);

    public static ResiliencePipeline<XnatResponse> Make(XnatClientOptions options)
    {
        if (options.RetryCount <= 0)
        {
            return ResiliencePipeline<XnatResponse>.Empty;
        }

        RetryStrategyOptions<XnatResponse> retry = new()
        {
            MaxRetryAttempts = options.RetryCount,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.RetryDelay,
            MaxDelay = TimeSpan.FromSeconds(30),
            ShouldHandle = static arguments => new ValueTask<bool>(
                arguments.Context.Properties.TryGetValue(RequestKey, out XnatRequest? request)
                && ShouldRepeat(request!, arguments.Outcome.Result, arguments.Outcome.Exception, arguments.Context.Properties.TryGetValue(SinkKey, out Stream? sink) ? sink : null)),
            DelayGenerator = static arguments => new ValueTask<TimeSpan?>(
                arguments.Outcome.Result?.RetryAfter is TimeSpan wait ? (wait > s_longestPause ? s_longestPause : wait) : null),
            OnRetry = arguments =>
            {
                if (arguments.Context.Properties.TryGetValue(RequestKey, out XnatRequest? request))
                {
                    string why = arguments.Outcome.Result is XnatResponse response
                        ? "status " + response.Status.ToString(CultureInfo.InvariantCulture)
                        : ((arguments.Outcome.Exception as XnatException)?.Code.Id ?? "a fault");
                    options.Events?.Debug(string.Format(CultureInfo.InvariantCulture, "{0}: {1}; trying again in {2:0.0} s.", request!.Label, why, arguments.RetryDelay.TotalSeconds));
                }

                return default;
            },
        };
        return new ResiliencePipelineBuilder<XnatResponse> { TimeProvider = options.Time }.AddRetry(retry).Build();
    }

    private static bool ShouldRepeat(XnatRequest request, XnatResponse? response, Exception? error, Stream? sink)
    {
        string verb = request.Verb.Method;
        if (error is not null)
        {
            // Part of the file may be written already; only its owner can start again.
            return verb == "GET" && sink is null && error is XnatException { Code: XnatErrorCode code }
                && (code == XnatErrorCode.ConnectionFailed || code == XnatErrorCode.Timeout);
        }

        if (response is null)
        {
            return false;
        }

        return verb switch
        {
            "GET" => response.Status is 408 or 429 or 502 or 503 or 504,
            "PUT" or "DELETE" => response.Status is 429 or 503 && response.RetryAfter is not null,
            _ => false,
        };
    }
}

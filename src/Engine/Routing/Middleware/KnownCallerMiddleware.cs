namespace ServerlessSip.Engine.Routing.Middleware;

/// <summary>Asks every caller who has not proved to be one of our users for a password.</summary>
public sealed class KnownCallerMiddleware : ISipMiddleware
{
    public Route? Before(SipCall call) =>
        call.Caller is null ? Route.Challenge().Because("only our users may call") : null;
}

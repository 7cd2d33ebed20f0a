namespace ServerlessSip.Engine.Routing;

/// <summary>
/// Sees every request before the routes do, in a fixed order. One object serves all calls, from many threads.
/// </summary>
public interface ISipMiddleware
{
    /// <summary>A decision, which no route then has a say in; null to let the request pass.</summary>
    Route? Before(SipCall call);
}

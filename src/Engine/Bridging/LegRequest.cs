namespace ServerlessSip.Engine.Bridging;

/// <summary>A request that a leg of ours is to send.</summary>
/// <param name="Lines">Whole header lines, the body's type among them.</param>
/// <param name="Serves">The number of the context that it is sent for; 0 when it is our own idea.</param>
internal readonly record struct LegRequest(string Method, string Lines = "", string Body = "", int Serves = 0)
{
    /// <summary>What goes out has one less (RFC 7332 §5).</summary>
    public int MaxForwards { get; init; } = 71;

    public static LegRequest Offer(string body, int serves = 0) => new("INVITE", Sdp.TypeLine(body), body, serves);
}

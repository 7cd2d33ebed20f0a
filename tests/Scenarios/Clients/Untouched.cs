namespace ServerlessSip.Scenarios.Clients;

/// <summary>
/// Holds a message as it left one phone against what the other one got: all but the proxy's own part.
/// </summary>
internal static class Untouched
{
    /// <summary>What a proxy adds, takes away or counts down (RFC 3261 §16.6, RFC 5393).</summary>
    private static readonly string[] OfTheProxy =
        ["Via", "Route", "Record-Route", "Max-Forwards", "Max-Breadth", "Proxy-Authorization"];

    public static void Request(SippMessage sent, SippMessage received)
    {
        Assert.Equal(sent.Text.Method, received.Text.Method);
        Same(sent, received);
        Assert.Equal(int.Parse(sent.Text["Max-Forwards"]) - 1, int.Parse(received.Text["Max-Forwards"]));
    }

    public static void Response(SippMessage sent, SippMessage received)
    {
        Assert.Equal(sent.StartLine, received.StartLine);
        Same(sent, received);
        Assert.Equal(Vias(sent).Skip(1), Vias(received));
        Assert.Equal(sent.Text.All("Record-Route"), received.Text.All("Record-Route"));
    }

    private static void Same(SippMessage sent, SippMessage received)
    {
        Assert.Equal(Rest(sent), Rest(received));
        Assert.Equal(sent.Body, received.Body);
    }

    private static IEnumerable<string> Vias(SippMessage message) =>
        message.Text.All("Via").SelectMany(line => line.Split(',')).Select(via => via.Trim());

    private static string[] Rest(SippMessage message) =>
        [.. message.Lines.Where(line => !OfTheProxy.Contains(line.Split(':')[0].Trim()))];
}

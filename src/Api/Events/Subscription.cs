namespace ServerlessSip.Api.Events;

/// <summary>The body of <c>POST /events/subscribe</c>.</summary>
internal sealed record Subscription(string? ConnectionId, string? Resource);

/// <summary>Where a client connects, in the words that SignalR clients know.</summary>
internal sealed record Endpoint(string Url, string? AccessToken);

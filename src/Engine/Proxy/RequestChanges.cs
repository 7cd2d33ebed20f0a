using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Proxy;

/// <summary>What a forwarded request says that the received one did not.</summary>
/// <param name="Route">Its headers and caller are a route's; null for none.</param>
/// <param name="Contact">The Contact line of our own request, which needs no Record-Route to lead back.</param>
internal readonly record struct RequestChanges(SendingRoute? Route, string? Contact);

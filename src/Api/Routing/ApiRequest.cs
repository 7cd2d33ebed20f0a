using Microsoft.AspNetCore.Http;

namespace ServerlessSip.Api.Routing;

/// <summary>A request that was let in.</summary>
/// <param name="Name">The part of the path that names the resource; empty when the path has none.</param>
/// <param name="Caller">The user whose password was given; null for someone at this machine.</param>
internal sealed record ApiRequest(HttpContext Http, string Name, string? Caller)
{
    public CancellationToken Cancel => Http.RequestAborted;
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServerlessSip.Api;

/// <summary>Adds the HTTP interface to an ASP.NET Core host.</summary>
public static class ServerlessSipEndpoints
{
    /// <summary>Answers every path that no other endpoint takes.</summary>
    public static IEndpointConventionBuilder MapServerlessSip(
        this IEndpointRouteBuilder endpoints, ServerlessSipApi api) =>
        endpoints.Map("{**path}", (RequestDelegate)api.Handle);

    /// <summary>Puts the interface's door before other endpoints.</summary>
    public static TBuilder GuardedBy<TBuilder>(this TBuilder endpoints, ServerlessSipApi api)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.RequestDelegate = api.Guard(endpoint.RequestDelegate!));
        return endpoints;
    }
}

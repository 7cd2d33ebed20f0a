using ServerlessSip.Api.Answers;

namespace ServerlessSip.Api.Routing;

/// <summary>Answers one method of one resource.</summary>
internal delegate ValueTask<ApiAnswer> ApiHandler(ApiRequest request);

/// <summary>What a path means: a handler for each method that it knows.</summary>
internal sealed record ApiResource
{
    /// <summary>See <see cref="ApiRequest.Name"/>.</summary>
    public string Name { get; init; } = "";

    public ApiHandler? Get { get; init; }
    public ApiHandler? Post { get; init; }
    public ApiHandler? Delete { get; init; }

    public string Allow => string.Join(", ", Methods());

    public ApiHandler? Handler(string method) => method switch
    {
        "GET" or "HEAD" => Get,
        "POST" => Post,
        "DELETE" => Delete,
        _ => null,
    };

    private IEnumerable<string> Methods()
    {
        if (Get is not null) yield return "GET, HEAD";
        if (Post is not null) yield return "POST";
        if (Delete is not null) yield return "DELETE";
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Routing;

/// <summary>The members of one JSON object of the decision document; keeps the first error.</summary>
internal sealed class RouteFields
{
    private readonly Dictionary<string, JsonElement> _values = [];
    private readonly string _path;

    public RouteFields(JsonElement json, string path)
    {
        _path = path;
        foreach (var (name, value) in Members(json, path, "an object with one verb")) _values[name] = value;
    }

    public RouteDocumentError? Error { get; private set; }

    public void Refuse(string path, string expected) => Error ??= new RouteDocumentError(path, expected);

    public string PathOf(string name) => $"{_path}.{name}";

    /// <summary>The verb; null when there is none or more than one, or a member that does not belong to it.</summary>
    public string? Verb()
    {
        if (Error is not null) return null;
        string? verb = null;
        foreach (var name in _values.Keys)
        {
            if (!RouteMembers.ByVerb.ContainsKey(name)) continue;
            if (verb is not null) Refuse(PathOf(name), $"one verb only, not {verb} and {name}");
            verb ??= name;
        }
        if (verb is null)
        {
            Refuse(_path, $"one of the verbs {string.Join(", ", RouteMembers.ByVerb.Keys)}");
            return null;
        }
        string[] known = [verb, .. RouteMembers.ByVerb[verb], .. RouteMembers.Common];
        foreach (var name in _values.Keys)
            if (!known.Contains(name)) Refuse(PathOf(name), $"one of {string.Join(", ", known)}");
        return Error is null ? verb : null;
    }

    public JsonElement? Value(string name) => _values.TryGetValue(name, out var value) ? value : null;

    /// <summary>The members of an object, each once; nothing with an error when it is none.</summary>
    public List<(string Name, JsonElement Value)> Members(JsonElement json, string path, string expected)
    {
        var members = new List<(string, JsonElement)>();
        if (json.ValueKind != JsonValueKind.Object)
        {
            Refuse(path, expected);
            return members;
        }
        var seen = new HashSet<string>();
        foreach (var member in json.EnumerateObject())
        {
            if (!seen.Add(member.Name)) Refuse($"{path}.{member.Name}", "this name once");
            members.Add((member.Name, member.Value));
        }
        return members;
    }

    public int? Number(string name, RouteCheck<int> check)
    {
        if (Value(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && check.Holds(number))
            return number;
        Refuse(PathOf(name), check.Expected);
        return null;
    }

    public string? Text(string name, RouteCheck<string> check) =>
        Value(name) is { } value ? Text(value, PathOf(name), check) : null;

    /// <summary>Null for <c>true</c>, which says that there is no text.</summary>
    public string? TextOrTrue(string name, RouteCheck<string> check) =>
        Value(name) is { ValueKind: JsonValueKind.True } ? null
        : Text(name, check with { Expected = $"true or {check.Expected}" });

    public string Uri(string name, RouteCheck<string> check)
    {
        var text = Value(name) is { ValueKind: JsonValueKind.String } value ? RouteChecks.Uri(value.GetString()!) : "";
        if (!check.Holds(text)) Refuse(PathOf(name), check.Expected);
        return text;
    }

    /// <summary>URIs, each with a scheme afterwards.</summary>
    public ImmutableArray<string> Uris(string name, RouteCheck<ImmutableArray<string>> check)
    {
        var uris = Strings(name, check);
        if (uris.IsDefault) return [];
        uris = RouteChecks.Uris(uris.AsSpan());
        for (var i = 0; i < uris.Length; i++)
            if (!check.Holds([uris[i]])) Refuse($"{PathOf(name)}[{i}]", check.Expected);
        if (!check.Holds(uris)) Refuse(PathOf(name), check.Expected);
        return uris;
    }

    /// <summary>Empty when there are none.</summary>
    public ImmutableArray<string> Texts(string name, RouteCheck<ImmutableArray<string>> check)
    {
        if (Value(name) is null) return [];
        var texts = Strings(name, check);
        if (texts.IsDefault) return [];
        if (!check.Holds(texts)) Refuse(PathOf(name), check.Expected);
        return texts;
    }

    public ImmutableArray<RouteHeader> Headers(string name)
    {
        if (Value(name) is not { } json) return [];
        var headers = ImmutableArray.CreateBuilder<RouteHeader>();
        foreach (var (header, value) in Members(json, PathOf(name), "an object of header names and texts"))
        {
            var text = value.ValueKind == JsonValueKind.String ? new RouteHeader(header, value.GetString()!) : null;
            if (text is null || !RouteChecks.Header.Holds(text) || headers.Count == RouteChecks.MaxHeaders)
                Refuse($"{PathOf(name)}.{header}", RouteChecks.Header.Expected);
            else headers.Add(text);
        }
        return headers.DrainToImmutable();
    }

    public ImmutableArray<string> HeaderNames(string name) => Texts(name, s_headerNames);

    public CallerIdentity? Identity(string name)
    {
        if (Value(name) is not { } json) return null;
        string? uri = null, display = null;
        foreach (var (member, value) in Members(json, PathOf(name), "an object with a uri"))
        {
            var path = $"{PathOf(name)}.{member}";
            if (member == "uri") uri = Text(value, path, RouteChecks.Contact with { Holds = IsContact });
            else if (member == "display") display = Text(value, path, RouteChecks.Text);
            else Refuse(path, $"one of {string.Join(", ", RouteMembers.Identity)}");
        }
        if (uri is not null) return new CallerIdentity(RouteChecks.Uri(uri), display);
        Refuse($"{PathOf(name)}.uri", RouteChecks.Contact.Expected);
        return null;
    }

    public ForkingOrder Order(string name)
    {
        if (Value(name) is not { } json) return ForkingOrder.Parallel;
        var at = json.ValueKind == JsonValueKind.String ? Array.IndexOf(RouteMembers.Orders, json.GetString()) : -1;
        if (at < 0) Refuse(PathOf(name), $"one of {string.Join(", ", RouteMembers.Orders)}");
        return (ForkingOrder)Math.Max(at, 0);
    }

    private static readonly RouteCheck<ImmutableArray<string>> s_headerNames = new(
        $"1 to {RouteChecks.MaxHeaders}, each {RouteChecks.HeaderToken.Expected}",
        v => v.Length is > 0 and <= RouteChecks.MaxHeaders && v.All(RouteChecks.HeaderToken.Holds));

    private static bool IsContact(string text) => RouteChecks.Contact.Holds(RouteChecks.Uri(text));

    private string? Text(JsonElement value, string path, RouteCheck<string> check)
    {
        if (value.ValueKind == JsonValueKind.String && check.Holds(value.GetString()!)) return value.GetString();
        Refuse(path, check.Expected);
        return null;
    }

    /// <summary>Default with an error when it is no array of strings.</summary>
    private ImmutableArray<string> Strings(string name, RouteCheck<ImmutableArray<string>> check)
    {
        var json = Value(name);
        if (json is not { ValueKind: JsonValueKind.Array } array)
        {
            Refuse(PathOf(name), check.Expected);
            return default;
        }
        var strings = ImmutableArray.CreateBuilder<string>();
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String)
            {
                strings.Add(item.GetString()!);
                continue;
            }
            Refuse($"{PathOf(name)}[{strings.Count}]", "a text");
            return default;
        }
        return strings.DrainToImmutable();
    }
}

using System.Collections.Immutable;
using System.Text.Json;

namespace ServerlessSip.Engine.Routing;

/// <summary>Makes a route of a JSON object, or says where it is wrong and what should stand there.</summary>
internal static class RouteReader
{
    /// <summary>Null with the error when it is no route.</summary>
    public static Route? Read(JsonElement json, string path, out RouteDocumentError? error)
    {
        var fields = new RouteFields(json, path);
        var verb = fields.Verb();
        Route? route = verb switch
        {
            "reply" => Reply(fields),
            "redirect" => new RedirectRoute
            {
                Contacts = fields.Uris("redirect", RouteChecks.Contacts),
                Status = fields.Number("status", RouteChecks.Redirection) ?? 302,
            },
            "ring" => Sending(fields, new RingRoute
            {
                Targets = fields.Uris("ring", RouteChecks.Targets),
                Order = fields.Order("order"),
            }),
            "forward" => Sending(fields, Forward(fields)),
            "bridge" => Sending(fields, new BridgeRoute { Target = fields.Uri("bridge", RouteChecks.Target) }),
            "queue" => new QueueRoute
            {
                Name = fields.Text("queue", RouteChecks.Name) ?? "",
                Seconds = fields.Number("seconds", RouteChecks.Time),
                Skills = fields.Texts("skills", RouteChecks.Names),
                Priority = fields.Number("priority", RouteChecks.Priority) ?? 0,
            },
            "park" => new ParkRoute
            {
                Slot = fields.Text("park", RouteChecks.Name) ?? "",
                Seconds = fields.Number("seconds", RouteChecks.Time),
            },
            "challenge" => Challenge(fields),
            "continue" => new ContinueRoute { Name = fields.TextOrTrue("continue", RouteChecks.Name) },
            _ => null,
        };
        if (route is not null)
        {
            route = route with
            {
                Reason = fields.Text("because", RouteChecks.Text),
                Next = Nested(fields, "else"),
                Cases = Cases(fields),
            };
        }
        error = fields.Error;
        return error is null ? route : null;
    }

    private static ReplyRoute Reply(RouteFields fields) => new()
    {
        Status = fields.Number("reply", RouteChecks.Status) ?? 0,
        Phrase = fields.Text("phrase", RouteChecks.Text),
        Headers = fields.Headers("headers"),
    };

    private static ForwardRoute Forward(RouteFields fields)
    {
        var isTrunk = fields.Value("forward")?.ValueKind == JsonValueKind.String;
        return new ForwardRoute
        {
            TrunkName = isTrunk ? fields.Text("forward", RouteChecks.Name) : null,
            Targets = isTrunk ? [] : fields.Uris("forward", RouteChecks.Targets),
            Number = fields.Text("number", RouteChecks.Number),
            Failover = fields.Texts("failover", RouteChecks.Statuses),
        };
    }

    private static T Sending<T>(RouteFields fields, T route)
        where T : SendingRoute => (T)((SendingRoute)route with
        {
            Seconds = fields.Number("seconds", RouteChecks.Time),
            Added = fields.Headers("add"),
            Removed = fields.HeaderNames("remove"),
            Identity = fields.Identity("identity"),
        });

    private static ChallengeRoute Challenge(RouteFields fields)
    {
        if (fields.TextOrTrue("challenge", RouteChecks.Name) is not null)
            fields.Refuse(fields.PathOf("challenge"), "true");
        return new ChallengeRoute();
    }

    private static Route? Nested(RouteFields fields, string name)
    {
        if (fields.Value(name) is not { } json) return null;
        var route = Read(json, fields.PathOf(name), out var error);
        if (error is not null) fields.Refuse(error.Path, error.Expected);
        return route;
    }

    private static ImmutableArray<RouteCase> Cases(RouteFields fields)
    {
        if (fields.Value("on") is not { } json) return [];
        var path = fields.PathOf("on");
        var cases = ImmutableArray.CreateBuilder<RouteCase>();
        foreach (var (when, value) in fields.Members(json, path, "an object of cases"))
        {
            if (!RouteChecks.Case.Holds(when)) fields.Refuse($"{path}.{when}", RouteChecks.Case.Expected);
            var route = Read(value, $"{path}.{when}", out var error);
            if (error is not null) fields.Refuse(error.Path, error.Expected);
            if (route is not null) cases.Add(new RouteCase(when, route));
        }
        return cases.DrainToImmutable();
    }
}

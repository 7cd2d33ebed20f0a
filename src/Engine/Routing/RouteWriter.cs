using System.Collections.Immutable;
using System.Text.Json;
using ServerlessSip.Engine.Actors;

namespace ServerlessSip.Engine.Routing;

/// <summary>Writes a route as the reader takes it; what has its default is left out.</summary>
internal static class RouteWriter
{
    public static void Write(Utf8JsonWriter json, Route route)
    {
        json.WriteStartObject();
        WriteVerb(json, route);
        if (route is SendingRoute sending) WriteSending(json, sending);
        if (route is TimedRoute { Seconds: { } seconds }) json.WriteNumber("seconds", seconds);
        if (route.Reason is not null) json.WriteString("because", route.Reason);
        if (route.Next is not null)
        {
            json.WritePropertyName("else");
            Write(json, route.Next);
        }
        if (!route.Cases.IsEmpty) WriteCases(json, route.Cases);
        json.WriteEndObject();
    }

    private static void WriteVerb(Utf8JsonWriter json, Route route)
    {
        switch (route)
        {
            case ReplyRoute reply:
                json.WriteNumber("reply", reply.Status);
                if (reply.Phrase is not null) json.WriteString("phrase", reply.Phrase);
                WriteHeaders(json, "headers", reply.Headers);
                break;
            case RedirectRoute redirect:
                WriteTexts(json, "redirect", redirect.Contacts);
                if (redirect.Status != 302) json.WriteNumber("status", redirect.Status);
                break;
            case RingRoute ring:
                WriteTexts(json, "ring", ring.Targets);
                if (ring.Order != ForkingOrder.Parallel)
                    json.WriteString("order", RouteMembers.Orders[(int)ring.Order]);
                break;
            case ForwardRoute forward:
                WriteForward(json, forward);
                break;
            case BridgeRoute bridge:
                json.WriteString("bridge", bridge.Target);
                break;
            case QueueRoute queue:
                json.WriteString("queue", queue.Name);
                WriteTexts(json, "skills", queue.Skills);
                if (queue.Priority != 0) json.WriteNumber("priority", queue.Priority);
                break;
            case ParkRoute park:
                json.WriteString("park", park.Slot);
                break;
            case ChallengeRoute:
                json.WriteBoolean("challenge", true);
                break;
            case ContinueRoute { Name: { } name }:
                json.WriteString("continue", name);
                break;
            case ContinueRoute:
                json.WriteBoolean("continue", true);
                break;
            default:
                throw new InvalidOperationException($"no verb for {route.GetType().Name}");
        }
    }

    private static void WriteForward(Utf8JsonWriter json, ForwardRoute forward)
    {
        if (forward.TrunkName is not null) json.WriteString("forward", forward.TrunkName);
        else WriteTexts(json, "forward", forward.Targets);
        if (forward.Number is not null) json.WriteString("number", forward.Number);
        WriteTexts(json, "failover", forward.Failover);
    }

    private static void WriteSending(Utf8JsonWriter json, SendingRoute route)
    {
        WriteHeaders(json, "add", route.Added);
        WriteTexts(json, "remove", route.Removed);
        if (route.Identity is not { } identity) return;
        json.WriteStartObject("identity");
        json.WriteString("uri", identity.Uri);
        if (identity.Display is not null) json.WriteString("display", identity.Display);
        json.WriteEndObject();
    }

    private static void WriteCases(Utf8JsonWriter json, ImmutableArray<RouteCase> cases)
    {
        json.WriteStartObject("on");
        foreach (var given in cases)
        {
            json.WritePropertyName(given.When);
            Write(json, given.Route);
        }
        json.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter json, string name, ImmutableArray<RouteHeader> headers)
    {
        if (headers.IsEmpty) return;
        json.WriteStartObject(name);
        foreach (var header in headers) json.WriteString(header.Name, header.Value);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        if (texts.IsEmpty) return;
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}

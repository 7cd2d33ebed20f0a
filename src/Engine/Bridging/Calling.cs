using System.Globalization;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Bridging;

/// <summary>A new leg, and where its INVITE goes.</summary>
internal static class Calling
{
    /// <summary>With a capital, which no address of record has: others ask by that alone.</summary>
    private const string Prefix = "Leg ";

    /// <summary>Whether a question was asked here.</summary>
    public static bool IsTag(string tag) => tag.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>
    /// A leg that is to call somebody on behalf of who is at the end of another: with ids of its own, none of the
    /// other's.
    /// </summary>
    public static Leg NewLeg(CallTurn turn, Leg from, string record, string remote) => new()
    {
        Number = turn.State.LastLeg + 1,
        Record = record,
        CallId = Text.Of(turn.NextToken(TokenPurpose.CallId, from.Home.Relay)),
        Local = from.Remote,
        LocalTag = Text.Of(turn.NextToken(TokenPurpose.ToTag, from.Home.Relay)),
        Remote = remote,
        Contact = Text.Of(turn.NextToken(TokenPurpose.Contact, from.Home.Relay)),
        Home = from.Home,
        Invite = 0,
        Phase = LegPhase.Inviting,
    };

    /// <summary>
    /// What a route says of the target, as of any request; without one the phones of a user of ours, or straight to a
    /// foreign target.
    /// </summary>
    public static void Find(CallTurn turn, int number, string target)
    {
        var context = turn.Context(number);
        if (!SipUri.TryParse(target, out var uri))
        {
            Completion.Settle(turn, number);
            return;
        }
        var isServed = AddressOfRecord.TryCanonicalize(uri!, turn.Settings.Domains, out var aor);
        if (RouteEntry.Find(context.Request!, uri!, isServed, turn.Env) is { } rule)
        {
            var caller = context.Serves == 0 ? Asker(turn) : turn.Context(context.Serves).Route?.Caller;
            turn.Replace(context with
            {
                Route = new RouteProgress { Rule = rule.Name, Source = rule.Source, Caller = caller },
            });
            RouteAsking.Ask(turn, number, rule, null, default);
            return;
        }
        if (isServed)
        {
            turn.Effects.Add(new AskLocation(Tag(number, aor), aor));
            return;
        }
        Forwarding.Add(turn, number, new ForwardTarget
        {
            Uri = target,
            Relay = context.Flow.Relay,
            Listener = context.Flow.Listener,
        });
        Forwarding.Start(turn, number);
    }

    /// <summary>Who asked for the call, or for the transfer, and proved it over HTTP; null for nobody.</summary>
    private static string? Asker(CallTurn turn) =>
        turn.State.Join is { } join
        && Legs.TryGet(turn.State, join.Old != 0 ? join.Old : join.Keep) is { } leg
        && Legs.AddressOf(leg, turn.Settings.Domains) is { } aor ? AddressOfRecord.User(aor) : null;

    public static Decision Located(CallState? call, LocationAnswer answer, in Env env)
    {
        if (call is null || !TryRead(call, answer.Tag, out var number, out var aor)) return Decision.Nothing(call);
        var targets = Targeting.Live(answer.Location, env);
        if (targets.IsEmpty)
            return new Decision(call, [new AskCredentials(answer.Tag, AddressOfRecord.User(aor))]);
        var turn = new CallTurn(call, env);
        Traces.Note(turn, $"ring {aor}");
        Targeting.Ring(turn, number, targets);
        return turn.Finish();
    }

    /// <summary>RFC 3261 §21.4.5 and §21.4.18: nobody of that name, or nobody there.</summary>
    public static Decision Known(CallState? call, CredentialsAnswer answer, in Env env)
    {
        if (call is null || !TryRead(call, answer.Tag, out var number, out _)) return Decision.Nothing(call);
        var turn = new CallTurn(call, env);
        Completion.Give(turn, number, answer.Credentials is null ? 404 : 480);
        return turn.Finish();
    }

    private static string Tag(int number, string aor) =>
        $"{Prefix}{number.ToString(CultureInfo.InvariantCulture)} {aor}";

    /// <summary>False as well when the transaction is over or under way already.</summary>
    private static bool TryRead(CallState call, string tag, out int number, out string aor)
    {
        var space = tag.IndexOf(' ', Prefix.Length);
        aor = tag[(space + 1)..];
        number = int.Parse(tag.AsSpan(Prefix.Length, space - Prefix.Length), CultureInfo.InvariantCulture);
        foreach (var context in call.Contexts)
            if (context.Number == number) return context.IsOpen && context.Branches.IsEmpty;
        return false;
    }
}

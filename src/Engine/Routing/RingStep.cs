using System.Collections.Immutable;
using System.Globalization;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Routing;

/// <summary>The verb that rings users of ours, and what happens when nobody has decided anything.</summary>
internal static class RingStep
{
    /// <summary>
    /// With a capital: others ask by an address of record alone, which is in lower case and else whatever a stranger
    /// dials, and none of those may be taken for a question of ours.
    /// </summary>
    private const string Prefix = "Ring|";

    /// <summary>Sequential groups of one target lie within this distance.</summary>
    private const int GroupsOfTarget = 64;

    /// <summary>q is in thousandths.</summary>
    private const int MostQ = 1000;

    /// <summary>Whether an answer is to a question of ours.</summary>
    public static bool Asked(string tag) => tag.StartsWith(Prefix, StringComparison.Ordinal);

    public static void Begin(CallTurn turn, int number, RingRoute ring)
    {
        var users = ImmutableArray.CreateBuilder<string>(ring.Targets.Length);
        foreach (var target in ring.Targets)
        {
            // No open relay: a foreign target is for Forward and Bridge.
            if (!SipUri.TryParse(target, out var uri)
                || !AddressOfRecord.TryCanonicalize(uri!, turn.Settings.Domains, out var aor))
            {
                Following.Fail(turn, number, RouteFailure.Invalid, $"{target} is no address of ours to ring");
                return;
            }
            if (!users.Contains(aor)) users.Add(aor);
        }
        Ask(turn, number, users);
    }

    /// <summary>Rings the address of record, as without routes.</summary>
    public static void BeginDefault(CallTurn turn, int number, RouteSubject subject)
    {
        if (!AddressOfRecord.TryCanonicalize(subject.Target, turn.Settings.Domains, out var aor))
        {
            RouteReplies.Final(turn, number, 403);
            return;
        }
        Traces.Note(turn, $"ring {aor}");
        Ask(turn, number, [aor]);
    }

    /// <summary>The bindings of one target become branches; with the last they begin to ring.</summary>
    public static Decision Located(CallState? call, LocationAnswer answer, in Env env)
    {
        var asked = Question.Read(answer.Tag);
        if (call is null || !IsOpen(call, asked.Context)) return Decision.Nothing(call);
        var turn = new CallTurn(call, env);
        var live = Targeting.Live(answer.Location, env);
        for (var i = 0; i < live.Length; i++) Add(turn, asked, live[i], i);
        if (asked.IsLast) Start(turn, asked);
        return turn.Finish();
    }

    /// <summary>RFC 3261 §21.4.5 and §21.4.18: nobody of that name, or nobody there.</summary>
    public static Decision CalleeKnown(CallState? call, CredentialsAnswer answer, in Env env)
    {
        var asked = Question.Read(answer.Tag);
        if (call is null || !IsOpen(call, asked.Context)) return Decision.Nothing(call);
        var turn = new CallTurn(call, env);
        var status = answer.Credentials is null ? 404 : 480;
        Following.Ended(turn, asked.Context, new RouteOutcome(status, RouteEvents.Unreachable));
        return turn.Finish();
    }

    private static void Ask(CallTurn turn, int number, IReadOnlyList<string> users)
    {
        for (var i = 0; i < users.Count; i++)
        {
            var question = new Question(number, i, i == users.Count - 1);
            turn.Effects.Add(new AskLocation(question.Tag(users[i]), users[i]));
        }
    }

    private static void Add(CallTurn turn, Question asked, Binding binding, int index)
    {
        var context = turn.Context(asked.Context);
        var first = context.Route!.FirstBranch;
        if (context.Branches.Length - first >= turn.Limits.MaxForks
            || context.Branches.Length >= turn.Limits.MaxRouteBranches) return;
        for (var i = first; i < context.Branches.Length; i++)
            if (context.Branches[i].Target == binding.Contact) return;
        var order = (context.Route.Current as RingRoute)?.Order ?? turn.Settings.Forking;
        var group = order switch
        {
            ForkingOrder.Sequential =>
                asked.Target * GroupsOfTarget + (asked is { Target: 0, IsLast: true } ? index : 0),
            ForkingOrder.ByQ => MostQ - binding.Q,
            _ => 0,
        };
        Forwarding.Add(turn, asked.Context, Targeting.Target(binding, context.Flow, group));
    }

    private static void Start(CallTurn turn, Question asked)
    {
        var context = turn.Context(asked.Context);
        if (context.Branches.Length > context.Route!.FirstBranch)
        {
            Forwarding.Start(turn, asked.Context);
            return;
        }
        if (asked.Target == 0 && asked.Aor is { } aor)
        {
            var tag = new Question(asked.Context, 0, true).Tag(aor);
            turn.Effects.Add(new AskCredentials(tag, AddressOfRecord.User(aor)));
            return;
        }
        Following.Ended(turn, asked.Context, new RouteOutcome(480, RouteEvents.Unreachable));
    }

    private static bool IsOpen(CallState call, int number)
    {
        foreach (var context in call.Contexts)
            if (context.Number == number) return context is { IsOpen: true, Route: not null };
        return false;
    }

    /// <summary>What an ask's tag says: of which request, which of its targets, and whether it is the last.</summary>
    private readonly record struct Question(int Context, int Target, bool IsLast)
    {
        public string? Aor { get; private init; }

        public string Tag(string aor) =>
            string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Context}|{Target}|{(IsLast ? 1 : 0)}|{aor}");

        public static Question Read(string tag)
        {
            var parts = tag.Split('|', 5);
            return new Question(Number(parts[1]), Number(parts[2]), parts[3] == "1") { Aor = parts[4] };
        }

        private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}

using System.Collections.Immutable;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Registrar;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;
using ServerlessSip.Sip.Transactions;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// The target set of a request to a user of ours (RFC 3261 §16.5): the bindings of the address of record.
/// </summary>
internal static class Targeting
{
    /// <summary>The tag of the question whether a callee without bindings exists.</summary>
    private const string Callee = "callee";

    public static Decision Located(CallState? call, LocationAnswer answer, in Env env)
    {
        var received = RequestOf(answer);
        if (!received.Message.IsRequest) return Redirects.Located(call, answer, received, env);
        var targets = Live(answer.Location, env);
        if (targets.IsEmpty)
            return new Decision(call, [new AskCredentials(Callee, answer.Tag[..answer.Tag.LastIndexOf('@')])]);
        var turn = Begin(call, received, env);
        if (Admission.NoncesAfter(call, answer.Cause, env) is { } nonces)
            turn.State = turn.State with { Nonces = nonces };
        var context = Open(turn, received, inDialog: 0);
        CallRecords.Begin(turn, received.Message);
        Dialogs.Expect(turn, context);
        Traces.Note(turn, $"ring {answer.Tag}");
        Ring(turn, context.Number, targets);
        return turn.Finish();
    }

    /// <summary>Sends an open request to these phones, in the order of the settings.</summary>
    public static void Ring(CallTurn turn, int number, ImmutableArray<Binding> targets)
    {
        var flow = turn.Context(number).Flow;
        for (var i = 0; i < targets.Length; i++)
            Forwarding.Add(turn, number, Target(targets[i], flow, Group(targets, i, turn.Settings.Forking)));
        Forwarding.Start(turn, number);
    }

    /// <summary>RFC 3261 §21.4.5 and §21.4.18: nobody of that name, or nobody there.</summary>
    public static Decision CalleeKnown(CallState? call, CredentialsAnswer answer, in Env env) =>
        Replies.Stateless(call, RequestOf(answer), env, answer.Credentials is null ? 404 : 480);

    /// <summary>A turn on the call's document, which begins here when there is none.</summary>
    public static CallTurn Begin(CallState? call, SipReceived received, in Env env) => new(
        call is null
            ? new CallState
            {
                Incarnation = env.Input,
                CallId = Text.Of(received.Message.CallId),
                Name = $"calls/{env.Self}",
                FirstSource = received.Flow.Remote.Address.ToString(),
            }
            : Deadlines.Prune(call, env.Now),
        env);

    public static ResponseContext Open(CallTurn turn, SipReceived received, int inDialog)
    {
        var message = received.Message;
        var via = message.TopVia!;
        var context = new ResponseContext
        {
            Number = turn.State.LastContext + 1,
            Branch = Text.Of(via.Branch),
            SentBy = Text.Of(via.SentBy),
            Method = Text.Of(message.MethodText),
            Transaction = TransactionKey.Server(message.Bytes.Span)!,
            CSeq = message.CSeq ?? 0,
            FromTag = Text.Of(message.FromTag),
            RequestUri = Text.Of(message.RequestUriText.Span),
            Breadth = Breadth.Of(message, turn.Limits),
            Request = message,
            Flow = received.Flow,
            InDialog = inDialog,
        };
        turn.Add(context);
        return context;
    }

    public static ImmutableArray<Binding> Live(LocationState? location, in Env env)
    {
        if (location is null) return [];
        var now = env.Now;
        var live = location.Bindings;
        foreach (var binding in live)
        {
            if (binding.ExpiresAt > now) continue;
            live = live.RemoveAll(b => b.ExpiresAt <= now);
            break;
        }
        if (live.Length > 1) live = live.Sort((a, b) => b.Q.CompareTo(a.Q));
        return live.Length > env.Settings.Limits.MaxForks ? live[..env.Settings.Limits.MaxForks] : live;
    }

    private static int Group(ImmutableArray<Binding> sorted, int index, ForkingOrder order)
    {
        if (order == ForkingOrder.Sequential) return index;
        var group = 0;
        for (var i = 1; order == ForkingOrder.ByQ && i <= index; i++)
            if (sorted[i].Q != sorted[i - 1].Q) group++;
        return group;
    }

    public static ForwardTarget Target(Binding binding, Flow from, int group) => new()
    {
        Uri = binding.Contact,
        Group = group,
        Hop = binding.ByFlow ? Hop.Over(binding.Flow) : null,
        Path = binding.Path.IsDefaultOrEmpty ? null : string.Join(", ", binding.Path),
        PathUri = binding.Path.IsDefaultOrEmpty ? null : UriOf(binding.Path[0]),
        Relay = binding.Flow.Relay,
        Listener = from.Relay == binding.Flow.Relay ? from.Listener : binding.Flow.Listener,
    };

    private static string UriOf(string nameAddr)
    {
        NameAddr.TryParse(Encoding.UTF8.GetBytes(nameAddr), out var value);
        return value!.Uri.ToString();
    }

    private static SipReceived RequestOf(ActorEvent cause) => cause switch
    {
        LocationAnswer answer => RequestOf(answer.Cause!),
        CredentialsAnswer answer => RequestOf(answer.Cause!),
        _ => (SipReceived)cause,
    };
}

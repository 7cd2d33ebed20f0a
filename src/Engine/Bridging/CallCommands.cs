using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Bridging;

/// <summary>The commands that come over HTTP: call, hang up, transfer; who may send them has been seen to.</summary>
public static class CallCommands
{
    public const string Call = "call";
    public const string HangUp = "hang-up";
    public const string Transfer = "transfer";

    private const string FromTag = "call from";

    internal static bool IsTag(string tag) => tag == FromTag;

    internal static Decision Decide(CallState? call, CommandReceived command, in Env env) => command.Name switch
    {
        Call when call is not null => Answer(call, 409, "there is such a call already"),
        Call => new Decision(null, [new AskLocation(FromTag, Argument(command, "from"))]),
        HangUp or Transfer when call is null => Answer(call, 404, "there is no such call"),
        HangUp => End(call!, command, env),
        Transfer => Move(call!, command, env),
        _ => Answer(call, 400, "unknown command"),
    };

    /// <summary>The phones of who asked for the call are known: they ring first.</summary>
    internal static Decision Located(CallState? call, LocationAnswer answer, in Env env)
    {
        if (call is not null || answer.Cause is not CommandReceived command) return Decision.Nothing(call);
        var targets = Targeting.Live(answer.Location, env);
        if (targets.IsEmpty) return Answer(null, 409, $"no phone of {Argument(command, "from")} is registered");
        if (!SipUri.TryParse(Argument(command, "to"), out var to)) return Answer(null, 400, "to is no SIP URI");
        var home = targets[0].Flow;
        var turn = new CallTurn(
            new CallState
            {
                Incarnation = env.Input,
                CallId = Argument(command, "callId"),
                Name = $"calls/{env.Self}",
                FirstSource = home.Remote.Address.ToString(),
            },
            env);
        var first = First(turn, command, home);
        CallRecords.Add(turn, new CallRecord
        {
            CallerTag = first.Record,
            From = Argument(command, "from"),
            To = CallRecords.Name(to!),
            StartedAt = turn.Now,
        });
        var automatic = Argument(command, "automatic") == "true";
        turn.State = turn.State with
        {
            Join = new Join
            {
                Keep = first.Number,
                Step = JoinStep.FirstRings,
                Target = to!.ToString(),
                Automatic = automatic,
            },
        };
        Traces.Note(turn, $"ring {Argument(command, "from")}, then {to}");
        // Flow I asks the first for its offer, Flow IV gives it one without media (RFC 3725 §4.1, §4.4).
        var offer = automatic ? "" : Sdp.BlackHole(first.LocalTag);
        var sent = Asking.Invite(
            turn, first, $"sip:{Argument(command, "from")}", new LegRequest("INVITE", Joining.Lines(offer), offer));
        Targeting.Ring(turn, sent, targets);
        return turn.Finish() with { Result = new CommandResult(201, $"calls/{env.Self}") };
    }

    private static Leg First(CallTurn turn, CommandReceived command, Ports.Flow home)
    {
        var tag = Text.Of(turn.NextToken(TokenPurpose.ToTag, home.Relay));
        return new Leg
        {
            Number = 1,
            Record = tag,
            CallId = turn.State.CallId,
            // The phone shows who it will be connected with, and calls back there.
            Local = $"<{Argument(command, "to")}>",
            LocalTag = tag,
            Remote = $"<sip:{Argument(command, "from")}>",
            Contact = Text.Of(turn.NextToken(TokenPurpose.Contact, home.Relay)),
            Home = home,
            Invite = 0,
            Phase = LegPhase.Inviting,
        };
    }

    private static Decision End(CallState call, CommandReceived command, in Env env)
    {
        if (!Legs.AnyStands(call)) return Answer(call, NotOurs(call), "no leg of the call is ours to end");
        var turn = new CallTurn(call, env);
        var found = false;
        foreach (var leg in call.Legs)
        {
            if (!leg.IsAlive || leg.EndWanted || !IsAt(leg, Argument(command, "caller"), env)) continue;
            found = true;
            Partners.EndAll(turn, leg.Record, "normal");
        }
        return found
            ? turn.Finish() with { Result = new CommandResult(200, "ended") }
            : Answer(call, 403, "only who is in the call may end it");
    }

    private static Decision Move(CallState call, CommandReceived command, in Env env)
    {
        var caller = Argument(command, "caller");
        if (!Legs.AnyStands(call)) return Answer(call, NotOurs(call), "no leg of the call is ours to transfer");
        if (!SipUri.TryParse(Argument(command, "to"), out var to)) return Answer(call, 400, "to is no SIP URI");
        Leg? old = null;
        foreach (var leg in call.Legs)
            if (leg is { Phase: LegPhase.Up, EndWanted: false } && IsAt(leg, caller, env)) old = leg;
        if (old is null) return Answer(call, 403, "only who is in the call may transfer it");
        if (call.Join is not null || Legs.TryGet(call, old.Other) is not { Phase: LegPhase.Up, EndWanted: false } keep)
            return Answer(call, 409, "the call is not up, or is being transferred");
        var turn = new CallTurn(call, env);
        if (!Legs.HasRoom(turn, 1)) return Answer(call, 503, "the call was transferred too often lately");
        Traces.Note(turn, $"{caller} transfers the other party to {to}");
        Joining.CallSecond(turn, new Join
        {
            Keep = keep.Number,
            Old = old.Number,
            Step = JoinStep.SecondRings,
            Target = to!.ToString(),
        });
        return turn.Finish() with { Result = new CommandResult(202, $"calls/{env.Self}") };
    }

    /// <summary>A proxied call is its phones' own; one that has ended is gone.</summary>
    private static int NotOurs(CallState call) => call.Records is [.., { State: CallPhase.Ended }] ? 404 : 409;

    private static bool IsAt(Leg leg, string user, in Env env) => Legs.AddressOf(leg, env.Settings.Domains) == user;

    private static string Argument(CommandReceived command, string name) =>
        command.Arguments.GetValueOrDefault(name) ?? "";

    private static Decision Answer(CallState? call, int status, string detail) =>
        new(call, []) { Result = new CommandResult(status, detail) };
}

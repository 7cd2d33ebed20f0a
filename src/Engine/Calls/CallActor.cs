using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Trunks;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Calls;

/// <summary>
/// The actor of one Call-ID: a stateful proxy (RFC 3261 §16) whose rules live in the Proxy folder, or a user agent
/// whose rules live in Bridging.
/// </summary>
public sealed class CallActor : IActor
{
    public ActorKind Kind => ActorKind.Call;

    public Decision Decide(ActorState? state, ActorEvent input, in Env env)
    {
        var call = (CallState?)state;
        return input switch
        {
            SipReceived { Message.IsRequest: true } request => Requests.Decide(call, request, env),
            SipReceived response => Responses.Decide(call, response, env),
            CredentialsAnswer answer when RingStep.Asked(answer.Tag) => RingStep.CalleeKnown(call, answer, env),
            LocationAnswer answer when RingStep.Asked(answer.Tag) => RingStep.Located(call, answer, env),
            CredentialsAnswer answer when Calling.IsTag(answer.Tag) => Calling.Known(call, answer, env),
            CredentialsAnswer answer => Admission.CredentialsKnown(call, answer, env),
            LocationAnswer { Cause: Told { Body: OfferAgent offer } } answer =>
                QueueRinging.Located(call, offer, answer, env),
            LocationAnswer answer when Calling.IsTag(answer.Tag) => Calling.Located(call, answer, env),
            LocationAnswer answer when CallCommands.IsTag(answer.Tag) => CallCommands.Located(call, answer, env),
            LocationAnswer answer => Targeting.Located(call, answer, env),
            RouteAnswer answer => RouteAsking.Decide(call, answer, env),
            TrunkAnswer answer => ForwardStep.Known(call, answer, env),
            DnsAnswer answer => Resolution.Decide(call, answer, env),
            TransactionTimedOut timeout => Timeouts.Decide(call, timeout, env),
            Told { Body: QueueTell tell } => QueueCalls.Told(call, tell, env),
            CommandReceived command => CallCommands.Decide(call, command, env),
            TimerFired => Deadlines.Decide(call, env),
            _ => Decision.Nothing(state),
        };
    }
}

using System.Globalization;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Engine.Proxy;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Trunks;

/// <summary>OPTIONS to targets, and what their answers count for.</summary>
internal static class TrunkProbes
{
    /// <summary>Asks a target, unless it still has time to answer what it was asked before.</summary>
    public static void Ask(TrunkTurn turn, int index)
    {
        var target = turn.State.Targets[index];
        if (target.Probe is not null) return;
        var (options, every) = (turn.Options, turn.Options.ProbeEvery!.Value);
        var time = options.Time < every ? options.Time : every;
        var probe = new TrunkProbe(turn.NextToken(TokenPurpose.Branch), options.Relay!, turn.Now + time);
        turn.Set(index, target with { Probe = probe });
        var next = SipUri.TryParse(target.Uri, out var uri)
            ? NextHop.For(uri!, probe.Relay, 0, turn.Env.Settings) : default;
        if (next.Hop is { } hop) Send(turn, target.Uri, probe, hop);
        else if (next.Name is { } name)
            turn.Effects.Add(new ResolveDns(probe.Branch, name, next.Port, next.Transport));
        else Missed(turn, index, 0);
    }

    public static void Resolved(TrunkTurn turn, int index, DnsAnswer answer)
    {
        var target = turn.State.Targets[index];
        if (SipUri.TryParse(target.Uri, out var uri))
        {
            var next = NextHop.For(uri!, target.Probe!.Relay, 0, turn.Env.Settings);
            foreach (var address in answer.Addresses)
            {
                if (NextHop.To(address, next.Transport, target.Probe.Relay, 0, turn.Env.Settings) is not { } hop)
                    continue;
                Send(turn, target.Uri, target.Probe, hop);
                return;
            }
        }
        Missed(turn, index, 0);
    }

    /// <summary>
    /// RFC 3261 §11.2: the status is that of an INVITE; whatever it is, somebody is there who understood. Many gateways
    /// know no OPTIONS (405, 501) or want a number (404) and take calls all the same. Only 503 says: send me nothing.
    /// </summary>
    public static void Answered(TrunkTurn turn, int index, int status)
    {
        if (status == 503)
        {
            Missed(turn, index, status);
            return;
        }
        var target = turn.State.Targets[index];
        target = target with { Probe = null, Misses = 0, LastStatus = status, LastAt = turn.Now };
        if (target.IsOut) target = target with { Goods = target.Goods + 1 };
        var isBack = target.IsOut && target.Goods >= turn.Options.Goods;
        if (isBack) target = target with { IsOut = false, Since = turn.Now, Goods = 0 };
        turn.Set(index, target);
        if (isBack) turn.Tell(target, status.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Its time is over; nobody waits for its answer any more.</summary>
    public static void GiveUp(TrunkTurn turn, int index)
    {
        var probe = turn.State.Targets[index].Probe!;
        turn.Effects.Add(new StopSending(probe.Relay, $"{probe.Branch}|OPTIONS"));
        Missed(turn, index, 0);
    }

    /// <param name="status">0 for silence and for no way there.</param>
    public static void Missed(TrunkTurn turn, int index, int status)
    {
        var target = turn.State.Targets[index] with { Probe = null, Goods = 0, LastStatus = status, LastAt = turn.Now };
        target = target with { Misses = Math.Min(target.Misses + 1, TrunkLimits.MaxInARow) };
        var goesOut = !target.IsOut && target.Misses >= turn.Options.Misses;
        if (goesOut) target = target with { IsOut = true, Since = turn.Now };
        turn.Set(index, target);
        if (goesOut)
            turn.Tell(target, status == 0 ? "no answer" : status.ToString(CultureInfo.InvariantCulture));
    }

    private static void Send(TrunkTurn turn, string uri, TrunkProbe probe, Hop hop)
    {
        var settings = turn.Env.Settings;
        var listener = settings.Listeners[hop.Listener];
        var transport = listener.Transport.ToString().ToUpperInvariant();
        var text = $"OPTIONS {uri} SIP/2.0\r\n"
            + $"Via: SIP/2.0/{transport} {listener.Advertise};branch={probe.Branch}\r\n"
            + "Max-Forwards: 70\r\n"
            + $"From: <sip:{settings.Domains.Primary}>;tag={turn.NextToken(TokenPurpose.ToTag)}\r\n"
            + $"To: <{uri}>\r\n"
            + $"Call-ID: {turn.NextToken(TokenPurpose.CallId)}\r\n"
            + "CSeq: 1 OPTIONS\r\n"
            + $"Contact: <sip:{listener.RouteHost}>\r\n"
            + "Accept: application/sdp\r\n"
            + "Content-Length: 0\r\n\r\n";
        turn.Effects.Add(new SendSip
        {
            Message = new OutgoingMessage(Text.ToBytes(text), []),
            Kind = RelayCommandKind.SendRequest,
            Relay = hop.Relay,
            Address = hop.Address,
            Transport = hop.Transport,
            Listener = hop.Listener,
            Retransmission = Retransmission.NonInviteClient,
            NotAfter = probe.Until,
        });
    }
}

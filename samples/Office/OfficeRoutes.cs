using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Office;

/// <summary>Extensions 1xx, hunt groups 2xx, voicemail when nobody answers, and 900 to hear it.</summary>
public sealed class OfficeRoutes(OfficePlan plan)
{
    [SipServices]
    public static void Add(IServiceCollection services) => services.TryAddSingleton(_ => OfficePlan.Read());

    [SipRoute("INVITE", "1??@*")]
    public Route Extension(SipCall call) =>
        plan.Extensions.TryGetValue(call.User, out var user)
            ? Route.Ring($"{user}@{call.Host}").For(20.Seconds())
                .On(603, Route.Continue("voicemail")).Else(Route.Continue("voicemail"))
            : Route.Reply(404, "No such extension");

    /// <summary>One after the other, ten seconds each; who declines or talks is passed over at once.</summary>
    [SipRoute("INVITE", "2??@*")]
    public Route Group(SipCall call) =>
        plan.Groups.TryGetValue(call.User, out var users)
            ? Route.Ring([.. users.Select(u => $"{u}@{call.Host}")]).InOrder().For(10.Seconds())
                .Else(Route.Continue("voicemail"))
            : Route.Reply(404, "No such group");

    /// <summary>Who wants to hear messages has to be a user of ours.</summary>
    [SipRoute("INVITE", "900@*")]
    public Route Messages(SipCall call) =>
        call.Caller is { } user ? ToVoicemail(call).With("X-Mailbox", user) : Route.Challenge();

    /// <summary>The voicemail server learns for whom the call was, and why nobody took it (RFC 5806).</summary>
    [SipContinuation("voicemail")]
    public Route Voicemail(SipCall call)
    {
        var reason = call.Outcome switch
        {
            { Status: 486 or 600 } => "user-busy",
            { Status: 603 } => "do-not-disturb",
            { Event: RouteEvents.Unreachable } => "unavailable",
            _ => "no-answer",
        };
        return ToVoicemail(call).With("Diversion", $"<sip:{call.User}@{call.Host}>;reason={reason}")
            .Because($"voicemail: {reason}");
    }

    private SendingRoute ToVoicemail(SipCall call) =>
        plan.Voicemail.Contains('@', StringComparison.Ordinal)
            ? Route.Forward(plan.Voicemail)
            : Route.Ring($"{plan.Voicemail}@{call.Host}");
}

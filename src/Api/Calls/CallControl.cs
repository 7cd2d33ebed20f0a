using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ServerlessSip.Api.Answers;
using ServerlessSip.Api.Routing;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Bridging;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Api.Calls;

/// <summary>
/// <c>POST /calls</c>, <c>DELETE /calls/{key}</c> and <c>POST /calls/{key}/transfer</c>: for a user with a password and
/// from that user's own address only, at this machine too, since phones ring for it.
/// </summary>
internal sealed class CallControl(ApiServices services)
{
    private const int MaxAddressLength = 256;

    public async ValueTask<ApiAnswer> Start(ApiRequest request)
    {
        if (await JsonBody.Read(request, ApiJson.Default.CallBody) is not { } body)
            return ApiAnswer.Problem(400, "a JSON object with from, to and perhaps automatic", "body");
        if (Refused(request, out var caller) is { } refused) return refused;
        if (Uri(body.From ?? caller) is not { } from || !IsServed(from, out var aor) || aor != caller)
            return ApiAnswer.Problem(403, "a user calls from an address of their own", "from");
        if (Target(body.To, out var target) is { } wrong) return wrong;
        if (!IdempotencyKey.TryRead(request, CallCommands.Call, out var once)) return IdempotencyKey.Problem;
        var callId = CallId(once);
        var key = new ActorKey(ActorKind.Call, ActorAddressing.CallHash(Encoding.ASCII.GetBytes(callId)));
        var arguments = Arguments(caller).Add("from", aor).Add("to", target).Add("callId", callId)
            .Add("automatic", body.Automatic ? "true" : "false");
        var result = await services.Commands(
            key, new CommandReceived(CallCommands.Call, arguments), once, request.Cancel);
        if (result is { Status: >= 400 }) return CommandAnswer.Refused(result);
        var started = new CallStarted(key.ToString(), $"calls/{key}");
        return ApiAnswer.Json(started, ApiJson.Default.CallStarted, result?.Status ?? 202)
            with
        { Location = $"/calls/{key}" };
    }

    public async ValueTask<ApiAnswer> HangUp(ApiRequest request) =>
        Refused(request, out var caller) ?? await Send(request, CallCommands.HangUp, Arguments(caller));

    public async ValueTask<ApiAnswer> Transfer(ApiRequest request)
    {
        if (await JsonBody.Read(request, ApiJson.Default.CallBody) is not { From: null, Automatic: false } body)
            return ApiAnswer.Problem(400, "a JSON object with to", "body");
        if (Refused(request, out var caller) is { } refused) return refused;
        return Target(body.To, out var target)
            ?? await Send(request, CallCommands.Transfer, Arguments(caller).Add("to", target));
    }

    private async ValueTask<ApiAnswer> Send(
        ApiRequest request, string command, ImmutableDictionary<string, string> arguments)
    {
        if (!ResourceName.TryCall(request.Name, out var key))
            return ApiAnswer.Problem(400, "a call's key is c and 32 lower-case hexadecimal digits", "key");
        if (!IdempotencyKey.TryRead(request, command, out var once)) return IdempotencyKey.Problem;
        var result = await services.Commands(key, new CommandReceived(command, arguments), once, request.Cancel);
        return CommandAnswer.Of(result, $"/calls/{key}");
    }

    /// <summary>Why nothing is done for whoever asks; null with the address of record of the user who does.</summary>
    private ApiAnswer? Refused(ApiRequest request, out string caller)
    {
        caller = $"{request.Caller}@{services.Domains.Primary}";
        if (request.Caller is not { } user)
            return ApiAnswer.Problem(401, "a user's name and password are needed to call", "Authorization")
                with
            { Challenge = Access.BasicPassword.ChallengeOf(services.Domains.Primary) };
        return ResourceName.TryUser(user, services.Domains, out _, out _)
            ? null : ApiAnswer.Problem(403, "this name is none to call from", "Authorization");
    }

    /// <summary>Why a target is none; null with its URI. No open relay: it is one of our own addresses.</summary>
    private ApiAnswer? Target(string? to, out string target)
    {
        target = "";
        if (to is null || Uri(to) is not { } uri) return ApiAnswer.Problem(400, "an address to call", "to");
        if (!IsServed(uri, out _)) return ApiAnswer.Problem(403, "an address of a domain that is served here", "to");
        target = uri.ToString();
        return null;
    }

    private SipUri? Uri(string text)
    {
        if (text.Length is 0 or > MaxAddressLength || !text.All(IsPlain)) return null;
        if (!text.Contains(':')) text = text.Contains('@') ? $"sip:{text}" : $"sip:{text}@{services.Domains.Primary}";
        return SipUri.TryParse(text, out var uri) && uri!.Scheme is SipScheme.Sip or SipScheme.Tel
            && uri.Headers.IsEmpty ? uri : null;
    }

    private static bool IsPlain(char c) => c is > ' ' and < '\x7f' and not ('<' or '>' or '"');

    private bool IsServed(SipUri uri, out string aor) =>
        AddressOfRecord.TryCanonicalize(uri, services.Domains, out aor);

    private static ImmutableDictionary<string, string> Arguments(string caller) =>
        ImmutableDictionary<string, string>.Empty.Add("caller", caller);

    /// <summary>The same for a repeat of the write, and nobody can guess it.</summary>
    private string CallId(string? once)
    {
        Span<byte> hash = stackalloc byte[24];
        if (once is null) RandomNumberGenerator.Fill(hash);
        else services.Keys.Sign(KeyUse.CallId, Encoding.UTF8.GetBytes(once), hash);
        return Base64Url.EncodeToString(hash);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Auth;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Registrar;

/// <summary>Decides on a REGISTER in the order of RFC 3261 §10.3. What is refused changes nothing.</summary>
internal static class RegisterDecision
{
    private const string AskTag = "register";

    /// <summary>Before the credentials are known: what needs none, and whose they are.</summary>
    public static Decision OnReceived(LocationState? state, SipReceived register, in Env env)
    {
        // After this the relay answers by itself: a change that the phone takes for failed is worse than none.
        if (register.AnswerBy is { } by && env.Now > by - env.Settings.Limits.AnswerMargin)
            return Decision.Nothing(state);
        if (RegisterRules.Refuse(register, env) is { } refusal) return new Decision(state, [refusal]);
        // RFC 3261 §17.2.3: a repeat is matched before its credentials are looked at, which are used up.
        if (state is not null && RegisterKey.FindAnswered(state, register) is { } answered)
            return new Decision(state, [RegisterAnswers.Ok(register, state, answered.At, env)]);
        return DigestCheck.User(register.Message, proxy: false, env) is { } user
            ? new Decision(state, [new AskCredentials(AskTag, user)])
            : Challenge(state, register, stale: false, env);
    }

    public static Decision OnCredentials(
        LocationState? state, SipReceived register, UserCredentials? credentials, in Env env)
    {
        var message = register.Message;
        var proof = DigestCheck.Check(message, proxy: false, credentials, state?.Nonces ?? [], env);
        if (proof.Verdict != DigestVerdict.Ok)
        {
            var stale = proof.Verdict is DigestVerdict.Stale or DigestVerdict.Replayed;
            return Challenge(state, register, stale, env);
        }

        // RFC 3261 §10.3 step 4: nobody registers for another.
        if (!DigestCheck.Owns(proof.User!, message.To!, env.Settings.Domains)) return Refuse(state, register, 403, env);
        AddressOfRecord.TryCanonicalize(message.To!.Uri, env.Settings.Domains, out var aor);
        var before = (state ?? new LocationState { Incarnation = env.Input, Aor = aor }) with { Nonces = proof.Nonces };
        return Update(state, before, register, env);
    }

    private static Decision Update(LocationState? saved, LocationState before, SipReceived register, in Env env)
    {
        var message = register.Message;
        if (RegisterRules.RefuseContacts(register, env) is { } malformed) return new Decision(saved, [malformed]);
        if (RegisterRules.ReadContacts(message, env.Settings.Limits) is not { } contacts)
            return TooBrief(saved, register, env);
        var effects = ImmutableArray.CreateBuilder<Effect>();
        before = BindingRemoval.Expired(before, env.Now, env, effects);
        var (callId, cseq) = (RegisterKey.CallId(message), message.CSeq!.Value);
        var update = new BindingUpdate(before, register, callId, cseq);
        var after = message.ContactIsStar ? update.RemoveAll(env, effects) : update.Apply(contacts, env, effects);
        // RFC 3261 §10.3 steps 6 and 7: an update out of order is aborted as a whole.
        if (after is null) return Refuse(saved, register, 500, env, "Out of Order");
        if (after.Bindings.Length > env.Settings.Limits.MaxBindings)
            return Refuse(saved, register, 403, env, "Too Many Bindings");
        var answered = new AnsweredRegister(callId, cseq, RegisterKey.Branch(message), register.Flow.Remote, env.Now);
        after = LocationDeadlines.Settle(
            after with { Answered = Remember(after.Answered, answered, env) }, env, effects);
        effects.Insert(0, RegisterAnswers.Ok(register, after, env.Now, env));
        return new Decision(after, effects.ToImmutable());
    }

    private static ImmutableArray<AnsweredRegister> Remember(
        ImmutableArray<AnsweredRegister> past, AnsweredRegister answered, in Env env) =>
        (past.Length < env.Settings.Limits.MaxAnswered ? past : past.RemoveAt(0)).Add(answered);

    private static Decision Challenge(LocationState? state, SipReceived register, bool stale, in Env env)
    {
        var lines = Challenges.Write(env, env.Self, proxy: false, stale);
        return new Decision(state, [RegisterAnswers.Make(register, 401, env, headerLines: lines)]);
    }

    /// <summary>RFC 3261 §10.3 step 7, §21.4.17.</summary>
    private static Decision TooBrief(LocationState? state, SipReceived register, in Env env)
    {
        var seconds = (long)env.Settings.Limits.MinExpires.TotalSeconds;
        var line = Encoding.ASCII.GetBytes($"Min-Expires: {seconds.ToString(CultureInfo.InvariantCulture)}\r\n");
        return new Decision(state, [RegisterAnswers.Make(register, 423, env, headerLines: line)]);
    }

    private static Decision Refuse(
        LocationState? state, SipReceived register, int status, in Env env, string? reason = null) =>
        new(state, [RegisterAnswers.Make(register, status, env, reason)]);
}

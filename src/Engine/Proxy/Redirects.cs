using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>
/// Recursion on 3xx, where it is allowed: only to users of ours, for anything else would be relaying to strangers
/// (RFC 3261 §16.7 step 4).
/// </summary>
internal static class Redirects
{
    /// <summary>
    /// The tags of the questions: with the answer to the last one it shows whether anything is left to wait for.
    /// </summary>
    private const string MoreTag = "redirect";
    private const string LastTag = "redirect, last";

    /// <summary>
    /// Asks for the bindings of the Contacts; false when the response is to go to the caller as it is.
    /// </summary>
    public static bool Follow(CallTurn turn, ResponseContext context, int index, SipMessage response)
    {
        if (response.StatusCode is < 300 or > 399 || !turn.Settings.RecurseRedirects || context.InDialog != 0
            || !Completion.MayGoOn(turn, context) || response.Contacts is not { Count: > 0 } contacts) return false;
        var asked = turn.Effects.Count;
        for (var i = 0; i < contacts.Count; i++)
        {
            if (!AddressOfRecord.TryCanonicalize(contacts[i].Uri, turn.Settings.Domains, out var aor))
            {
                // A list that we can follow in part only is the caller's to follow.
                while (turn.Effects.Count > asked) turn.Effects.RemoveAt(turn.Effects.Count - 1);
                return false;
            }
            turn.Effects.Add(new AskLocation(i == contacts.Count - 1 ? LastTag : MoreTag, aor));
        }
        turn.Replace(context, index, context.Branches[index] with
        {
            Phase = BranchPhase.Completed,
            Deadline = null,
        });
        return true;
    }

    /// <summary>The bindings of one Contact become further targets, each once in a request's life.</summary>
    public static Decision Located(CallState? call, LocationAnswer answer, SipReceived redirect, in Env env)
    {
        // It was found in this very turn.
        Responses.TryFind(call!, redirect.Message, out var number, out _);
        var turn = new CallTurn(call!, env);
        var context = turn.Context(number);
        if (Completion.MayGoOn(turn, context))
        {
            foreach (var binding in Targeting.Live(answer.Location, env))
            {
                if (turn.Context(number).Branches.Length >= turn.Limits.MaxForks) break;
                if (!IsTried(turn.Context(number), binding.Contact))
                    Forwarding.Add(turn, number, Targeting.Target(binding, context.Flow, group: 0));
            }
            Forwarding.NextGroup(turn, number);
        }
        if (answer.Tag == LastTag) Completion.Settle(turn, number);
        return turn.Finish();
    }

    private static bool IsTried(ResponseContext context, string target)
    {
        foreach (var branch in context.Branches)
            if (branch.Target == target) return true;
        return false;
    }
}

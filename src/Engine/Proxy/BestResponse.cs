using System.Collections.Immutable;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Proxy;

/// <summary>Which of several final responses goes upstream (RFC 3261 §16.7 steps 6 and 7).</summary>
internal static class BestResponse
{
    /// <summary>
    /// A 2xx, else a 6xx, else the lowest class, within it what the caller can act on; null when there are no branches.
    /// </summary>
    public static ClientBranch? Choose(ImmutableArray<ClientBranch> branches)
    {
        ClientBranch? best = null;
        foreach (var branch in branches)
            if (branch.Status != 0 && (best is null || Rank(branch.Status) < Rank(best.Status))) best = branch;
        return best;
    }

    /// <summary>
    /// Of several 401 and 407 all challenges go up, so that the caller can answer each (§16.7 step 7).
    /// </summary>
    public static OutgoingMessage WithChallenges(ResponseContext context, SipMessage best)
    {
        var editor = new MessageEditor(best);
        editor.RemoveFirstValues(HeaderName.Via, 1);
        BodyLength.Add(best, ref editor);
        if (best.StatusCode is 401 or 407)
        {
            foreach (var branch in context.Branches)
            {
                if (branch.Final is { StatusCode: 401 or 407 } other && !ReferenceEquals(other, best))
                    AppendChallenges(other, ref editor);
            }
        }
        return editor.Build();
    }

    private static void AppendChallenges(SipMessage from, ref MessageEditor editor)
    {
        for (var i = 0; i < from.HeaderCount; i++)
        {
            var field = from.Header(i);
            if (field.Name is HeaderName.WwwAuthenticate or HeaderName.ProxyAuthenticate)
                editor.AppendLines(from.Bytes.Slice(field.Offset, field.Length));
        }
    }

    /// <summary>Lower is better.</summary>
    private static int Rank(int status) => status switch
    {
        < 300 => 0,
        >= 600 => 1,
        < 400 => 2,
        // What the caller can mend and try again.
        401 or 407 or 415 or 420 or 484 => 3,
        // Busy says more than silence.
        486 => 4,
        480 => 6,
        487 => 7,
        408 => 8,
        < 500 => 5,
        503 => 10,
        _ => 9,
    };
}

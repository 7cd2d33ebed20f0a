using System.Collections.Immutable;
using ServerlessSip.Engine.Calls;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Bridging;

/// <summary>How far a leg has come. The numbers are stored.</summary>
public enum LegPhase : byte
{
    None = 0,

    /// <summary>We called; no 2xx came yet.</summary>
    Inviting = 1,

    /// <summary>We are called; no final response was given yet.</summary>
    Invited = 2,

    /// <summary>The dialog is confirmed.</summary>
    Up = 3,

    /// <summary>It is over, and remembered a while for what crosses its end.</summary>
    Ended = 4,
}

/// <summary>A dialog in which we are the user agent ourselves (RFC 3261 §12): one side of a bridged call.</summary>
public sealed record Leg
{
    /// <summary>From 1, in the order in which the legs of a call were made.</summary>
    public required int Number { get; init; }

    /// <summary>The leg it is joined with; 0 for none.</summary>
    public int Other { get; init; }

    /// <summary>The tag of the call record that tells of it.</summary>
    public required string Record { get; init; }

    public required string CallId { get; init; }

    /// <summary>Our end as From or To has it, without its tag.</summary>
    public required string Local { get; init; }
    public required string LocalTag { get; init; }

    /// <summary>The other end as To or From has it, without its tag.</summary>
    public required string Remote { get; init; }

    /// <summary>The other end; null until its tag is known.</summary>
    public DialogSide? Far { get; init; }

    /// <summary>The route set, in the order in which our requests have it (RFC 3261 §12.1).</summary>
    public ImmutableArray<string> Routes { get; init; } = [];

    /// <summary>The user part of our Contact: a token that leads back here.</summary>
    public required string Contact { get; init; }

    /// <summary>The relay and listener to send from where nothing else says so.</summary>
    public required Flow Home { get; init; }

    /// <summary>The number of the context of the INVITE that made it.</summary>
    public required int Invite { get; init; }

    /// <summary>The number of our last request.</summary>
    public uint CSeq { get; init; }

    /// <summary>The highest number of the other end's requests; null before the first.</summary>
    public uint? FarCSeq { get; init; }

    public required LegPhase Phase { get; init; }

    /// <summary>It is to end as soon as that may be said to the other end, with these header lines.</summary>
    public bool EndWanted { get; init; }
    public string? EndLines { get; init; }

    /// <summary>How often BYE was sent.</summary>
    public int Byes { get; init; }

    /// <summary>The number of our INVITE whose 2xx has no ACK yet; 0 for none.</summary>
    public uint AckDue { get; init; }

    /// <summary>Whether our last INVITE had an offer, so that its 2xx has the answer.</summary>
    public bool Offered { get; init; }

    /// <summary>An offer that came in the 2xx which waits for our ACK; null for none.</summary>
    public string? OfferHeld { get; init; }

    /// <summary>The last ACK to a 2xx as it was sent, and its number: a repeated 2xx gets it again.</summary>
    public uint AckedCSeq { get; init; }
    public OutgoingMessage? Ack { get; init; }

    /// <summary>The number of the INVITE that we answered with a 2xx and whose ACK has not come; 0 for none.</summary>
    public uint AckAwaited { get; init; }

    /// <summary>When we wait no longer for that ACK.</summary>
    public DateTimeOffset? AckBy { get; init; }

    /// <summary>Who made the sessions that this end was told of, and the last version (RFC 3264 §8).</summary>
    public string? Origin { get; init; }
    public ulong SessionVersion { get; init; }

    /// <summary>When it has rung long enough; null for no limit of its own.</summary>
    public DateTimeOffset? GiveUpAt { get; init; }

    /// <summary>When its life is used up.</summary>
    public DateTimeOffset? EndBy { get; init; }

    /// <summary>When an ended leg is forgotten.</summary>
    public DateTimeOffset? ForgetAt { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsAlive => Phase is not (LegPhase.Ended or LegPhase.None);
}

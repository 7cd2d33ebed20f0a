using System.Globalization;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.RouteTesting.Replaying;

/// <summary>A call as it went in the live system.</summary>
internal sealed class Recording
{
    private readonly string _path;

    private Recording(string path, IReadOnlyList<RecordedLine> lines)
    {
        (_path, Lines) = (path, lines);
        if (lines is not [{ Way: "call", Began: { } began, Domains.Count: > 0 }, ..])
            throw new SipTestException($"{path} is no recording of a call: its first line is another");
        (Began, Domains) = (began, lines[0].Domains);
        var invites = lines.Where(l => l.Comes && l.IsInvite).ToArray();
        if (invites.Length == 0) throw Refuse("nobody called");
        // Of those that a challenge sent back the last one counts.
        Invite = invites.MaxBy(l => l.Message!.CSeq)!;
        if (invites.Any(l => l.FromTag != Invite.FromTag)) throw Refuse("it has more than one caller");
        Legs = [.. ReadLegs()];
        Check();
        var statuses = Answers().ToArray();
        Statuses = [.. statuses.Select(l => l.Message!.StatusCode)];
        Caller = Statuses.Any(s => s is 401 or 407) ? null : Invite.User;
    }

    public DateTimeOffset Began { get; }
    public IReadOnlyList<string> Domains { get; }
    public IReadOnlyList<RecordedLine> Lines { get; }

    /// <summary>The caller's INVITE.</summary>
    public RecordedLine Invite { get; }

    /// <summary>The user whom the caller proved to be; null for none.</summary>
    public string? Caller { get; }

    /// <summary>Who was asked, in their order.</summary>
    public IReadOnlyList<RecordedLeg> Legs { get; }

    /// <summary>What the caller got, challenges that he answered left out.</summary>
    public IReadOnlyList<int> Statuses { get; }

    public static Recording Read(string path)
    {
        var number = 0;
        return new Recording(path, [.. File.ReadLines(path).Select(
            l => RecordedLine.Read(string.Create(CultureInfo.InvariantCulture, $"line {++number} of {path}"), l))]);
    }

    public SipTestException Refuse(string why) => new($"{_path} cannot be played: {why}");

    private void Check()
    {
        if (Lines.Any(l => l.Way == "cut")) throw Refuse("it was too long and is cut");
        if (Lines.Any(l => l.Way == "queue")) throw Refuse("a queue or a park slot had a hand in it");
        if (Lines.Any(l => l.Way == "command")) throw Refuse("it was commanded over HTTP");
        if (Lines.Any(l => l.Message is not null && l.CallId != Invite.CallId)) throw Refuse("it was bridged");
        if (Invite.Message!.RequestUri is not { Scheme: SipScheme.Sip }) throw Refuse("it is not for a sip: URI");
        if (Lines.Any(l => l.Comes && l.IsAnswer && l.Message!.StatusCode is >= 300 and < 400))
            throw Refuse("a phone redirected it");
    }

    private IEnumerable<RecordedLeg> ReadLegs()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in Lines.Where(l => l.Way == "out" && l.IsInvite))
        {
            var uri = line.Message!.RequestUri!;
            var who = line.Phone ?? RecordedLeg.Name(uri);
            var count = counts[who] = counts.GetValueOrDefault(who) + 1;
            var heard = Lines.Where(l => l.Comes && l.Message is { IsRequest: false } && l.Branch == line.Branch);
            yield return new RecordedLeg(line.Branch, who, count)
            {
                IsPhone = line.Phone is not null, Contact = uri.ToString(), IsSilent = !heard.Any(),
            };
        }
    }

    /// <summary>A 2xx that is repeated until its ACK counts once.</summary>
    private IEnumerable<RecordedLine> Answers() => Lines
        .Where(l => l.Way == "out" && l.IsAnswer && l.FromTag == Invite.FromTag
            && l.Message!.CSeq == Invite.Message!.CSeq)
        .DistinctBy(l => l.Message!.StatusCode is >= 200 and < 300 ? (object)l.ToTag : l);
}

/// <summary>A request to a phone or another server.</summary>
/// <param name="Branch">The branch of the Via that we put on it.</param>
/// <param name="Who">Whose phone it is; else user@host of the Request-URI.</param>
/// <param name="Count">The how-manieth to this one, from 1.</param>
internal sealed record RecordedLeg(string Branch, string Who, int Count)
{
    public required bool IsPhone { get; init; }
    public required string Contact { get; init; }

    /// <summary>Whether nothing was ever heard of it.</summary>
    public required bool IsSilent { get; init; }

    public static string Name(SipUri uri) => uri.User.IsEmpty ? uri.HostText : $"{uri.UnescapedUser}@{uri.HostText}";
}

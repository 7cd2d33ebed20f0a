using System.Globalization;
using System.Text;
using ServerlessSip.Sip.Addressing;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.RouteTesting.Replaying;

/// <summary>Plays the caller's and the phones' parts of a recorded call, and compares what comes of it.</summary>
internal sealed class Replay
{
    /// <summary>What a test call writes itself.</summary>
    private static readonly HashSet<HeaderName> s_ofRequest =
    [
        HeaderName.Via, HeaderName.MaxForwards, HeaderName.From, HeaderName.To, HeaderName.CallId, HeaderName.CSeq,
        HeaderName.Contact, HeaderName.Route, HeaderName.RecordRoute, HeaderName.ContentLength,
        HeaderName.ContentType, HeaderName.ContentEncoding,
    ];

    private readonly Recording _live;
    private readonly SipTest _test;
    private readonly HashSet<string> _phones;
    private TestCall? _call;

    private Replay(Recording live, SipTest test)
    {
        (_live, _test) = (live, test);
        _phones = [.. live.Legs.Where(l => l.IsPhone).Select(l => l.Who)];
    }

    public static SipReplay Run(IReadOnlyList<Type> routes, string path, SipTestOptions options)
    {
        var live = Recording.Read(path);
        var silent = live.Legs.Where(l => l.IsSilent).Select(l => l.Who)
            .Except(live.Legs.Where(l => !l.IsSilent).Select(l => l.Who));
        var test = SipTest.Of(routes, options with
        {
            Domain = live.Domains[0],
            Start = live.Began,
            Silent = silent.ToHashSet(),
            Settings = settings => (options.Settings?.Invoke(settings) ?? settings) with
            {
                Domains = new DomainSet(live.Domains, [("10.0.0.1", 5060)]),
            },
        });
        try
        {
            return new Replay(live, test).Run();
        }
        catch
        {
            test.Dispose();
            throw;
        }
    }

    private SipReplay Run()
    {
        foreach (var phone in _live.Legs.Where(l => l.IsPhone).DistinctBy(l => (l.Who, l.Contact)))
            _test.Register(phone.Who);
        var start = _test.Now - _live.Invite.At;
        _call = Call();
        foreach (var line in _live.Lines.Where(l => l.At >= _live.Invite.At))
        {
            var due = start + line.At - _test.Now;
            if (due > TimeSpan.Zero) _test.Advance(due);
            if (line.Comes) Play(line);
        }
        if (!Asked().SequenceEqual(_live.Legs.Select(l => l.Who))) throw Differs("others were asked");
        if (!_call.Statuses.SequenceEqual(_live.Statuses)) throw Differs("the caller got something else");
        return new SipReplay(_test, _call);
    }

    private TestCall Call()
    {
        var invite = _live.Invite.Message!;
        var to = invite.RequestUri!;
        // Who is not there and who is unknown differ by their status alone.
        if (!_live.Statuses.Contains(404)) _test.AddUser($"{to.UnescapedUser}@{_live.Domains[0]}");
        if (_live.Caller is { } caller) _test.AddUser($"{caller}@{_live.Domains[0]}");
        var from = RecordedLeg.Name(invite.From!.Uri);
        var display = Encoding.UTF8.GetString(invite.From.DisplayName);
        return _test.Send(from, new TestRequest
        {
            Number = 0,
            Method = "INVITE",
            From = from,
            Display = display.Length == 0 ? "" : $"\"{display}\" ",
            To = to.ToString()["sip:".Length..],
            Lines = _live.Invite.LinesBut(s_ofRequest),
            Caller = _live.Caller,
        });
    }

    private void Play(RecordedLine line)
    {
        try
        {
            if (line.IsRequest("CANCEL")) _call!.Cancel();
            else if (line.IsRequest("BYE")) HangUp(line);
            else if (line.IsAnswer && _live.Legs.FirstOrDefault(l => l.Branch == line.Branch) is { } leg)
                Answer(leg, line);
        }
        catch (SipTestException e) when (!e.Message.StartsWith(Opening, StringComparison.Ordinal))
        {
            throw Differs(e.Message);
        }
    }

    private void HangUp(RecordedLine bye)
    {
        if (bye.FromTag == _live.Invite.FromTag)
        {
            if (!_call!.IsEnded && !_call.HasHungUp) _call.HangUp();
            return;
        }
        var answered = _live.Lines.FirstOrDefault(l => l.Comes && l.IsAnswer && l.ToTag == bye.FromTag);
        if (_live.Legs.FirstOrDefault(l => l.Branch == answered?.Branch) is not { } leg) return;
        var phone = Find(leg, "hung up", bye.At);
        if (!phone.IsEnded) phone.HangsUp();
    }

    private void Answer(RecordedLeg leg, RecordedLine line)
    {
        var status = line.Message!.StatusCode;
        var said = string.Create(CultureInfo.InvariantCulture, $"said {status}");
        var phone = Find(leg, said, line.At);
        // A repeat, or what a cancelled phone says: it ends by itself here.
        if (phone.Status == status && status >= 200) return;
        if (phone.IsCancelled && status < 200) return;
        if (phone.Status >= 200)
            throw Differs($"live, {leg.Who} {said} after {Seconds(line.At)}; in the test it had ended its call "
                + string.Create(CultureInfo.InvariantCulture, $"with {phone.Status} by then"));
        phone.Reply(status, line.LinesBut(s_ofRequest));
    }

    private TestLeg Find(RecordedLeg leg, string did, TimeSpan at) =>
        Legs().Where(l => Name(l) == leg.Who).ElementAtOrDefault(leg.Count - 1)
        ?? throw Differs($"live, {leg.Who} was asked and {did} after {Seconds(at)}; in the test it was not asked");

    private IEnumerable<TestLeg> Legs() => _call!.Legs.Where(l => l.Method == "INVITE");

    private IEnumerable<string> Asked() => Legs().Select(Name);

    private string Name(TestLeg leg) =>
        _phones.Contains(leg.Who) ? leg.Who
        : SipUri.TryParse(leg.Uri, out var uri) ? RecordedLeg.Name(uri!) : leg.Who;

    private string Seconds(TimeSpan at) =>
        string.Create(CultureInfo.InvariantCulture, $"{(at - _live.Invite.At).TotalSeconds:0.0} s");

    private const string Opening = "the recorded call went another way";

    private SipTestException Differs(string what) => new(
        $"{Opening}: {what}. Live: asked {Listed(_live.Legs.Select(l => l.Who))}, the caller got "
        + $"{Listed(_live.Statuses)}. In the test: asked {Listed(Asked())}, the caller got {Listed(_call!.Statuses)}; "
        + $"{Listed(_call.Why)}");

    private static string Listed<T>(IEnumerable<T> what) =>
        string.Join(", ", what) is { Length: > 0 } listed ? listed : "nothing";
}

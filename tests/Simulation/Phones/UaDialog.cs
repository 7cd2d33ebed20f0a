using ServerlessSip.Simulation.World;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Phones;

/// <summary>A phone's side of a dialog (RFC 3261 §12).</summary>
internal sealed class UaDialog
{
    /// <summary>An UPDATE with another Contact, a request for somewhere else, and an ACK that has gone far.</summary>
    public const string Move = "move";
    public const string Stray = "stray";
    public const string LastHop = "last hop";
    private uint _cseq;
    private int _moves;

    public required SimPhone Phone { get; init; }
    public required string CallId { get; init; }
    public required string LocalUri { get; init; }
    public required string LocalTag { get; init; }
    public required string RemoteUri { get; init; }
    public required string RemoteTag { get; init; }
    public required string Target { get; init; }
    public required IReadOnlyList<string> Routes { get; init; }
    public required uint InviteCSeq { get; init; }

    public static UaDialog OfCaller(SimPhone phone, RequestText invite, SipMessage success) => new()
    {
        Phone = phone,
        CallId = invite.CallId,
        LocalUri = invite.From,
        LocalTag = invite.FromTag,
        RemoteUri = invite.To,
        RemoteTag = SimPhone.Text(success.ToTag),
        Target = success.Contacts is [var contact, ..] ? contact.Uri.ToString() : invite.To,
        Routes = [.. (success.RecordRoutes ?? []).Select(r => SimPhone.Text(r.Text.Span)).Reverse()],
        InviteCSeq = invite.CSeq,
        _cseq = invite.CSeq,
    };

    public static UaDialog OfCallee(SimPhone phone, SipMessage invite, string tag) => new()
    {
        Phone = phone,
        CallId = SimPhone.Text(invite.CallId),
        LocalUri = invite.To!.Uri.ToString(),
        LocalTag = tag,
        RemoteUri = invite.From!.Uri.ToString(),
        RemoteTag = SimPhone.Text(invite.FromTag),
        Target = (invite.Contacts is [var contact, ..] ? contact : invite.From!).Uri.ToString(),
        Routes = [.. (invite.RecordRoutes ?? []).Select(r => SimPhone.Text(r.Text.Span))],
        InviteCSeq = invite.CSeq ?? 0,
    };

    /// <summary>§12.2.1.1, or as the phone's traits have it.</summary>
    public RequestText Request(string method, uint? cseq = null)
    {
        var request = Plain(method, cseq);
        if (Phone.Traits.ForgetsRoutes) return request with { Uri = RemoteUri, Routes = [] };
        if (!Phone.Traits.RoutesStrictly || Routes.Count == 0) return request;
        var first = Routes[0];
        if (first.Contains(Neighbour.At.ToString(), StringComparison.Ordinal)) return request;
        return request with
        {
            Uri = first[(first.IndexOf('<') + 1)..first.IndexOf('>')],
            Routes = [.. Routes.Skip(1), $"<{Target}>"],
        };
    }

    private RequestText Plain(string method, uint? cseq) => new()
    {
        Method = method,
        Uri = Target,
        Branch = Phone.NewBranch(),
        From = LocalUri,
        FromTag = LocalTag,
        To = RemoteUri,
        ToTag = RemoteTag,
        CallId = CallId,
        CSeq = cseq ?? ++_cseq,
        Routes = Routes,
    };

    public void Acknowledge(uint cseq)
    {
        if (Routes.Count == 0 && !Target.Contains($"@{Listening.Udp.Address}", StringComparison.Ordinal))
            Phone.World.Fail($"no Record-Route for {CallId}");
        Phone.Send(Request("ACK", cseq).Write(Phone));
    }

    public void Bye(Action<SipMessage?> heard) => Phone.Begin(Request("BYE"), heard);

    /// <summary>Any other request inside the dialog; a 2xx to INVITE is acknowledged.</summary>
    public void Send(string method, string lines = "")
    {
        if (method == LastHop) Phone.Send((Request("ACK") with { MaxForwards = 0 }).Write(Phone));
        else if (method == Stray) Phone.Begin(Request("INFO") with { Routes = ["<sip:elsewhere.test;lr>"] }, _ => { });
        else if (method == Move)
            Phone.Begin(Request("UPDATE") with { Contact = $"{Phone.Contact};moved={++_moves}" }, _ => { });
        else SendPlain(method, lines);
    }

    private void SendPlain(string method, string lines)
    {
        var request = Request(method) with { Lines = lines };
        Phone.Begin(request, r =>
        {
            if (method == "INVITE" && r?.StatusCode is >= 200 and < 300) Acknowledge(request.CSeq);
        });
    }
}

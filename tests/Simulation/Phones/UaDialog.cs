using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Phones;

/// <summary>A phone's side of a dialog (RFC 3261 §12).</summary>
internal sealed class UaDialog
{
    private uint _cseq;

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
        Target = success.Contacts is [var contact, ..] ? contact.Uri.ToString() : "",
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
        Target = invite.Contacts is [var contact, ..] ? contact.Uri.ToString() : "",
        Routes = [.. (invite.RecordRoutes ?? []).Select(r => SimPhone.Text(r.Text.Span))],
        InviteCSeq = invite.CSeq ?? 0,
    };

    public RequestText Request(string method, uint? cseq = null) => new()
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
        if (Routes.Count == 0) Phone.World.Fail($"no Record-Route for {CallId}");
        Phone.Send(Request("ACK", cseq).Write(Phone));
    }

    public void Bye(Action<SipMessage?> heard) => Phone.Begin(Request("BYE"), heard);
}

using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Simulation.Phones;

/// <summary>The notifier's side of a SUBSCRIBE, or of a REFER (RFC 6665, RFC 3515).</summary>
internal sealed class Subscription
{
    private const string Expires = "Expires: 60\r\n";
    private readonly UaDialog _dialog;

    public Subscription(SimPhone phone, ServerTransaction request)
    {
        Tag = phone.NewTag();
        _dialog = UaDialog.OfCallee(phone, request.Request, Tag);
        var chance = phone.World.Chance;
        // RFC 6665 §4.4.1: the NOTIFY may well come before the 2xx.
        if (chance.OneIn(2)) Notify("active");
        var status = request.Request.Method == SipMethod.Refer ? 202 : 200;
        phone.World.Events.After(chance.Between(1, 300), () => request.Respond(status, Tag, Expires));
        phone.World.Events.After(chance.Between(400, 4_000), () => Notify("terminated"));
    }

    public string Tag { get; }

    public bool Is(SipMessage request) =>
        SimPhone.Text(request.ToTag) == Tag && SimPhone.Text(request.CallId) == _dialog.CallId;

    public void Refreshed(ServerTransaction request) => request.Respond(200, Tag, Expires);

    private void Notify(string state) =>
        _dialog.Send("NOTIFY", $"Event: refer\r\nSubscription-State: {state}\r\n{Expires}");
}

using System.Text;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Routing;

/// <summary>A request outside a dialog, as a route sees it. It does not outlive its handler.</summary>
public sealed class SipCall
{
    private readonly RouteQuestion _question;
    private readonly CallStates _states;
    private readonly SipUri _target;

    public SipCall(RouteQuestion question)
    {
        _question = question;
        _states = new CallStates(question.State);
        _target = SipUri.TryParse(question.Target, out var uri) ? uri! : question.Request.RequestUri!;
    }

    /// <summary>The Call-ID.</summary>
    public string Id => Encoding.UTF8.GetString(_question.Request.CallId);

    /// <summary>The same for every time that the code runs for one question, and for no other of this call.</summary>
    public string Attempt => _question.Tag;

    /// <summary>E.g. <c>INVITE</c>.</summary>
    public string Method => Encoding.UTF8.GetString(_question.Request.MethodText);

    /// <summary>The Request-URI.</summary>
    public string RequestUri => _target.ToString();

    /// <summary>Who is called: the user part without its escapes, in lower case, and the host as dialled.</summary>
    public string User => _target.UnescapedUser.ToLowerInvariant();
    public string Host => _target.HostText;

    /// <summary>What From claims; <see cref="Caller"/> is what is proved.</summary>
    public string From => _question.Request.From!.Uri.ToString();
    public string FromUser => _question.Request.From!.Uri.UnescapedUser.ToLowerInvariant();
    public string FromHost => _question.Request.From!.Uri.HostText;
    public string FromDisplay => Encoding.UTF8.GetString(_question.Request.From!.DisplayName);

    /// <summary>The URI of To.</summary>
    public string To => _question.Request.To!.Uri.ToString();

    /// <summary>The user of ours whose password the caller has proved to know; null for a stranger.</summary>
    public string? Caller => _question.Caller;

    /// <summary>The address that the request came from.</summary>
    public string Source => _question.Remote.Address.ToString();

    /// <summary>The instant at which the route was asked.</summary>
    public DateTimeOffset Now => _question.At;

    /// <summary>How the verb before a continuation has ended; a status of 0 for a route.</summary>
    public RouteOutcome Outcome => _question.Outcome;

    public ReadOnlyMemory<byte> Body => _question.Request.Body;

    /// <summary>The value of the first header of a name, in long or compact form; null when there is none.</summary>
    public string? Header(string name) =>
        _question.Request.TryGet(Encoding.UTF8.GetBytes(name), out var value)
            ? Encoding.UTF8.GetString(value.Span)
            : null;

    /// <summary>
    /// The call's state of a type, new when there is none; what is changed in it is saved with the decision.
    /// </summary>
    public T State<T>()
        where T : class, new() => _states.Get<T>();

    internal CallStates States => _states;
}

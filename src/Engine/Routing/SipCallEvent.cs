using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Calls;

namespace ServerlessSip.Engine.Routing;

/// <summary>What has become of a call. It may be told twice.</summary>
public sealed class SipCallEvent
{
    private readonly TellRoutes _notice;
    private readonly CallStates _states;

    public SipCallEvent(TellRoutes notice)
    {
        _notice = notice;
        _states = new CallStates(notice.State);
    }

    public CallHook Hook => _notice.Hook;

    /// <summary>The Call-ID.</summary>
    public string Id => _notice.CallId;

    /// <summary>As user@host.</summary>
    public string From => _notice.Record.From;
    public string To => _notice.Record.To;

    public DateTimeOffset StartedAt => _notice.Record.StartedAt;
    public DateTimeOffset? RingingAt => _notice.Record.RingingAt;
    public DateTimeOffset? AnsweredAt => _notice.Record.AnsweredAt;
    public DateTimeOffset? EndedAt => _notice.Record.EndedAt;

    /// <summary>Why it ended, e.g. <c>busy</c>; null while it lasts.</summary>
    public string? Reason => _notice.Record.Reason;

    /// <summary>The call's state of a type, to be read: changes are not kept.</summary>
    public T State<T>()
        where T : class, new() => _states.Get<T>();

    internal CallRecord Record => _notice.Record;
}

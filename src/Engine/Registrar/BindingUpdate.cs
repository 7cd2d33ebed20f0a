using System.Collections.Immutable;
using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Registrar;

/// <summary>
/// Changes the bindings of one address of record: all that a REGISTER asks for, or nothing (RFC 3261 §10.3 step 7).
/// </summary>
internal sealed class BindingUpdate(LocationState before, SipReceived register, string callId, uint cseq)
{
    private const int MaxUserAgentLength = 128;

    private readonly ImmutableArray<string> _path = Paths(register.Message);

    /// <summary>
    /// Null when a binding of the same Call-ID has this CSeq or a higher one: the request came late and fails.
    /// </summary>
    public LocationState? Apply(
        IReadOnlyList<ContactRequest> contacts, in Env env, ImmutableArray<Effect>.Builder effects)
    {
        var state = before;
        foreach (var contact in contacts)
        {
            // The order is judged by what was there before, so that one contact twice in a request is no fault.
            foreach (var binding in before.Bindings)
                if (contact.Replaces(binding) && IsLate(binding)) return null;
            state = Place(state, contact, env, effects);
        }

        return state;
    }

    /// <summary>RFC 3261 §10.3 step 6: all go, if none was made by a later request of the same Call-ID.</summary>
    public LocationState? RemoveAll(in Env env, ImmutableArray<Effect>.Builder effects)
    {
        if (before.Bindings.Any(IsLate)) return null;
        return BindingRemoval.Where(before, static _ => true, "removed", env, effects);
    }

    private bool IsLate(Binding binding) => binding.CallId == callId && binding.CSeq >= cseq;

    private LocationState Place(
        LocationState state, ContactRequest contact, in Env env, ImmutableArray<Effect>.Builder effects)
    {
        if (contact.Life == TimeSpan.Zero)
            return BindingRemoval.Where(state, contact.Replaces, "removed", env, effects);
        var index = IndexOf(state.Bindings, contact);
        var binding = Make(contact, env);
        if (index >= 0) return state with { Bindings = state.Bindings.SetItem(index, binding) };
        return BindingEvents.Registered(state with { Bindings = state.Bindings.Add(binding) }, binding, env, effects);
    }

    private Binding Make(ContactRequest contact, in Env env) => new()
    {
        Contact = contact.UriText,
        Q = contact.Q,
        ExpiresAt = env.Now + contact.Life,
        Path = _path,
        Flow = register.Flow,
        ByFlow = IsByFlow(contact.Uri),
        Instance = contact.Instance,
        RegId = contact.RegId,
        CallId = callId,
        CSeq = cseq,
        Branch = RegisterKey.Branch(register.Message),
        UserAgent = UserAgent(register.Message),
    };

    /// <summary>RFC 3327 §5.4: a Path says by itself how the contact is reached.</summary>
    private bool IsByFlow(SipUri contact) =>
        _path.IsEmpty && Reachability.ByFlow(contact, register.Message.TopVia, register.Flow);

    private static int IndexOf(ImmutableArray<Binding> bindings, ContactRequest contact)
    {
        for (var i = 0; i < bindings.Length; i++)
            if (contact.Replaces(bindings[i])) return i;
        return -1;
    }

    private static ImmutableArray<string> Paths(SipMessage register)
    {
        var paths = ImmutableArray.CreateBuilder<string>();
        foreach (var path in register.Values(HeaderName.Path)) paths.Add(Encoding.UTF8.GetString(path.Span));
        return paths.ToImmutable();
    }

    private static string? UserAgent(SipMessage register)
    {
        if (!register.TryGet(HeaderName.UserAgent, out var value)) return null;
        var text = Encoding.UTF8.GetString(value.Span);
        return text.Length <= MaxUserAgentLength ? text : text[..MaxUserAgentLength];
    }
}

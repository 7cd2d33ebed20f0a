using System.Text;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Registrar;

/// <summary>What names the transaction of a REGISTER.</summary>
internal static class RegisterKey
{
    public static string CallId(SipMessage register) => Encoding.UTF8.GetString(register.CallId);

    public static string Branch(SipMessage register) =>
        register.TopVia is { } via ? Encoding.UTF8.GetString(via.Branch) : "";

    /// <summary>The answer given to this very request before; null when it is new.</summary>
    public static AnsweredRegister? FindAnswered(LocationState state, SipReceived register)
    {
        var message = register.Message;
        foreach (var answered in state.Answered)
        {
            if (answered.CSeq == message.CSeq
                && answered.Source.Equals(register.Flow.Remote)
                && answered.Branch == Branch(message)
                && answered.CallId == CallId(message))
            {
                return answered;
            }
        }

        return null;
    }
}

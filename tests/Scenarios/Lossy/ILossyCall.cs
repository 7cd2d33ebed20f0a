using ServerlessSip.Scenarios.Clients;

namespace ServerlessSip.Scenarios.Lossy;

/// <summary>One side of a call.</summary>
internal interface ILossyCall
{
    /// <summary>A message with its Call-ID; one at a time.</summary>
    void Received(SipText message);
}

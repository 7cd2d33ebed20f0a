namespace ServerlessSip.RouteTesting;

/// <summary>What a test expected is not what it saw; the message says both.</summary>
public sealed class SipTestException(string message) : Exception(message)
{
    internal static SipTestException Of(string expected, string seen) => new($"expected {expected}; seen: {seen}");
}

using System.Net;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>Who a phone registers as, where and how.</summary>
internal sealed record Account(string User, IPEndPoint Server)
{
    public string Secret { get; init; } = $"pw-{User}";

    public string Transport { get; init; } = "udp";

    public int ExpiresSeconds { get; init; } = 60;

    public bool AnswersItself { get; init; }
}

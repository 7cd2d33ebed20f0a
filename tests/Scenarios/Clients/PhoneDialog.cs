using System.Text.RegularExpressions;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>A phone's side of a dialog (RFC 3261 §12): what its next request carries.</summary>
internal sealed record PhoneDialog
{
    public required string CallId { get; init; }

    public required string Local { get; init; }

    public required string Remote { get; init; }

    public required string Target { get; init; }

    public required IReadOnlyList<string> Routes { get; init; }

    public int LastSequence { get; init; } = 100;

    /// <summary>The caller's side, from the 2xx: the Record-Route values in reverse order (RFC 3261 §12.1.2).</summary>
    public static PhoneDialog OfCaller(SipText answer) => new()
    {
        CallId = answer["Call-ID"],
        Local = answer["From"],
        Remote = answer["To"],
        Target = UriOf(answer["Contact"]),
        Routes = [.. answer.Addresses("Record-Route").Reverse()],
    };

    /// <summary>The callee's side, from the INVITE and the To with the tag that it answered.</summary>
    public static PhoneDialog OfCallee(SipText invite, string to) => new()
    {
        CallId = invite["Call-ID"],
        Local = to,
        Remote = invite["From"],
        Target = UriOf(invite["Contact"]),
        Routes = invite.Addresses("Record-Route"),
    };

    public static string UriOf(string nameAddress) =>
        Regex.Match(nameAddress, "<([^>]*)>") is { Success: true } match ? match.Groups[1].Value : nameAddress;
}

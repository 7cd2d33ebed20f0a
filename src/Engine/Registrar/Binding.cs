using System.Collections.Immutable;
using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Registrar;

/// <summary>One contact of an address of record.</summary>
public sealed record Binding
{
    /// <summary>The contact URI as registered.</summary>
    public required string Contact { get; init; }

    /// <summary>0 to 1,000 thousandths; 1,000 when none was given.</summary>
    public int Q { get; init; } = 1000;

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The Path values of the REGISTER, first hop first (RFC 3327).</summary>
    public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>The flow by which the REGISTER came.</summary>
    public required Flow Flow { get; init; }

    /// <summary>
    /// Whether the contact cannot be reached but by that flow (a stream, or an address translated on the way).
    /// </summary>
    public bool ByFlow { get; init; }

    /// <summary><c>+sip.instance</c> as written between its quotes; null when none.</summary>
    public string? Instance { get; init; }

    /// <summary>RFC 5626; 0 when none.</summary>
    public int RegId { get; init; }

    public required string CallId { get; init; }
    public required uint CSeq { get; init; }

    /// <summary>
    /// The Via branch of the last REGISTER: an equal CSeq with the same branch gets the same answer again.
    /// </summary>
    public string Branch { get; init; } = "";

    public string? UserAgent { get; init; }
}

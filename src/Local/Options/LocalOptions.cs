using System.Collections.Immutable;

namespace ServerlessSip.Local.Options;

/// <summary>Where documents are kept.</summary>
internal enum StoreKind : byte
{
    Azurite = 1,
    Memory = 2,
}

/// <summary>Everything that configuration says, checked. The keys are a contract.</summary>
internal sealed record LocalOptions
{
    public required SipOptions Sip { get; init; }

    public required RoutesOptions Routes { get; init; }

    /// <summary><c>Http:Urls</c>.</summary>
    public required ImmutableArray<string> HttpUrls { get; init; }

    /// <summary><c>Store</c>.</summary>
    public required StoreKind Store { get; init; }

    /// <summary><c>Store:Tables</c>, a connection string; null for Azurite's development connection.</summary>
    public required string? TablesConnection { get; init; }

    /// <summary><c>Store:Table</c>.</summary>
    public required string TableName { get; init; }

    /// <summary><c>Local:Directory</c>, an absolute path.</summary>
    public required string Directory { get; init; }

    /// <summary><c>Users:…</c>: passwords by lower-case name; empty when none is given.</summary>
    public required ImmutableSortedDictionary<string, string> Users { get; init; }

    /// <summary><c>Calls:Record</c>, an absolute path; null when calls are not recorded.</summary>
    public string? RecordDirectory { get; init; }

    public override string ToString() => nameof(LocalOptions);
}

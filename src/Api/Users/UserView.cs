using System.Collections.Immutable;
using ServerlessSip.Engine.Registrar;

namespace ServerlessSip.Api.Users;

/// <summary>A user as clients see it.</summary>
internal sealed record UserView
{
    public required string Name { get; init; }
    public required string Resource { get; init; }

    /// <summary><c>online</c> while a contact is registered, else <c>offline</c>.</summary>
    public required string State { get; init; }

    /// <summary>The version of the newest event; 0 before the first.</summary>
    public required long Version { get; init; }

    public required ImmutableArray<ContactView> Contacts { get; init; }

    /// <param name="location">Null when nothing was ever registered.</param>
    public static UserView Of(string name, LocationState? location, DateTimeOffset now)
    {
        // One that has expired is gone for callers, though its document may not have been visited yet.
        var contacts = (location?.Bindings ?? [])
            .Where(b => b.ExpiresAt > now).Select(ContactView.Of).ToImmutableArray();
        return new UserView
        {
            Name = name,
            Resource = $"users/{name}",
            State = contacts.IsEmpty ? "offline" : "online",
            Version = location?.EventVersion ?? 0,
            Contacts = contacts,
        };
    }
}

/// <summary>One registered contact.</summary>
internal sealed record ContactView(
    string Contact, string Transport, double Q, DateTimeOffset ExpiresAt, string? UserAgent)
{
    public static ContactView Of(Binding binding) => new(
        binding.Contact,
        binding.Flow.Transport.ToString().ToLowerInvariant(),
        binding.Q / 1000.0,
        binding.ExpiresAt,
        binding.UserAgent);
}

/// <summary>Users in the order of their names.</summary>
/// <param name="Next">What to give as <c>after</c> for more; null when these were the last.</param>
internal sealed record UserList(ImmutableArray<UserView> Items, string? Next);

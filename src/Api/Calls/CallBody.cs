namespace ServerlessSip.Api.Calls;

/// <summary>What <c>POST /calls</c> and <c>POST /calls/{key}/transfer</c> are given.</summary>
/// <param name="From">The caller's own address, which is also what is taken when it is null.</param>
/// <param name="To">A user of ours: a SIP URI, user@domain or a user's name alone.</param>
/// <param name="Automatic">Whether the target answers at once by itself.</param>
internal sealed record CallBody(string? From, string? To, bool Automatic = false);

/// <summary>Where a call that was asked for is to be found.</summary>
internal sealed record CallStarted(string Key, string Resource);

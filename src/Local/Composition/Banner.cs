using System.Globalization;
using ServerlessSip.Local.Users;

namespace ServerlessSip.Local.Composition;

/// <summary>What a newcomer reads once everything runs.</summary>
internal sealed record Banner
{
    private const int MaxUsersShown = 8;
    private const string Indent = "  ";

    public required SipAddresses Sip { get; init; }
    public required IReadOnlyList<string> ConsoleUrls { get; init; }

    /// <summary>E.g. <c>Azurite tables 127.0.0.1:10002</c>.</summary>
    public required string State { get; init; }

    /// <summary>Passwords by name; shown only when we made them up.</summary>
    public required IReadOnlyDictionary<string, string> Users { get; init; }

    public required bool UsersAreGenerated { get; init; }
    public required string Directory { get; init; }

    /// <summary>The user's routes in their order; empty when there are none.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    public string Text(TimeSpan startTook) => string.Join('\n',
    [
        $"{Indent}SIP      {Listeners()}      domain {Sip.Domains.Primary}",
        $"{Indent}phones   {Phones()}",
        $"{Indent}console  {string.Join(", ", ConsoleUrls.Select(url => $"{url}/"))}        state  {State}",
        .. Routes.Select((line, i) => $"{Indent}{(i == 0 ? "routes" : ""),-7}  {line}"),
        $"{Indent}ready in {Seconds(startTook)} s · press Ctrl+C to stop",
    ]);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private string Listeners() => string.Join(", ", Sip.Listen.Zip(Sip.Listeners, static (listen, name) =>
        $"{ListenAddress.TransportName(listen.Transport)} {listen.EndPoint}"
        + (name.Advertise == listen.EndPoint.ToString() ? "" : $" as {name.Advertise}")));

    private string Phones()
    {
        var shown = Users.Take(MaxUsersShown)
            .Select(user => UsersAreGenerated ? $"{user.Key} / {user.Value}" : user.Key);
        var more = Users.Count > MaxUsersShown ? $" and {Users.Count - MaxUsersShown} more" : "";
        var kept = UsersAreGenerated ? $"kept in {ShortPath()}" : "passwords as configured";
        return $"{string.Join(", ", shown)}{more}        ({kept})";
    }

    private string ShortPath()
    {
        var file = Path.Combine(Directory, GeneratedUsers.FileName);
        var relative = Path.GetRelativePath(System.IO.Directory.GetCurrentDirectory(), file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }
}

using System.Collections.Immutable;
using ServerlessSip.Ports;

namespace ServerlessSip.Api.Events;

/// <summary>The events of a resource after a version.</summary>
/// <param name="Version">The version of the newest event; 0 when the resource has none.</param>
/// <param name="Gap">Whether some are no longer kept (or the client's version is of an earlier life): fetch the state
/// instead.</param>
internal sealed record MissedEvents(string Resource, long Version, bool Gap, ImmutableArray<PushEvent> Events)
{
    public static MissedEvents After(string resource, long after, long newest, ImmutableArray<PushEvent> kept)
    {
        var missed = kept.Where(e => e.Version > after).ToImmutableArray();
        var gap = after > newest || missed.Length != newest - after;
        return new MissedEvents(resource, newest, gap, missed);
    }
}

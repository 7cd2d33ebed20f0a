using ServerlessSip.Ports;

namespace ServerlessSip.Engine.Runtime;

/// <summary>How long one turn goes on trying when the store or the bus has a passing fault.</summary>
internal sealed class Patience(RuntimeParts parts, DateTimeOffset start, DateTimeOffset? answerBy)
{
    private readonly DateTimeOffset _end = Earlier(start + parts.Limits.RetryFor, answerBy);
    private TimeSpan _delay = parts.Limits.FirstRetryDelay;

    /// <summary>Waits a while and says whether to try again; false at once when the time is used up.</summary>
    public async ValueTask<bool> TryAgain()
    {
        var left = _end - parts.Clock.GetUtcNow();
        if (left <= TimeSpan.Zero) return false;
        RuntimeTelemetry.Retries.Add(1);
        await Task.Delay(_delay < left ? _delay : left, parts.Clock);
        _delay *= 2;
        return true;
    }

    public ValueTask<StoreRead> Get(ActorKey key)
    {
        var reading = parts.Store.Get(key);
        if (!reading.IsCompletedSuccessfully) return GetPatiently(key, reading);
        var read = reading.Result;
        return read.Status == StoreStatus.Transient ? GetPatiently(key, new(read)) : new(read);
    }

    private async ValueTask<StoreRead> GetPatiently(ActorKey key, ValueTask<StoreRead> reading)
    {
        var read = await reading;
        while (read.Status == StoreStatus.Transient && await TryAgain()) read = await parts.Store.Get(key);
        return read;
    }

    /// <summary>Puts, or deletes when there is no document.</summary>
    public ValueTask<StoreWrite> Write(ActorKey key, Documents.ActorDocument? document, string? ifMatch)
    {
        var writing = WriteOnce(key, document, ifMatch);
        if (!writing.IsCompletedSuccessfully) return WritePatiently(key, document, ifMatch, writing);
        var write = writing.Result;
        return write.Status == StoreStatus.Transient
            ? WritePatiently(key, document, ifMatch, new(write))
            : new(write);
    }

    private async ValueTask<StoreWrite> WritePatiently(
        ActorKey key, Documents.ActorDocument? document, string? ifMatch, ValueTask<StoreWrite> writing)
    {
        var write = await writing;
        while (write.Status == StoreStatus.Transient && await TryAgain())
            write = await WriteOnce(key, document, ifMatch);
        return write;
    }

    private ValueTask<StoreWrite> WriteOnce(ActorKey key, Documents.ActorDocument? document, string? ifMatch) =>
        document is null
            ? parts.Store.Delete(key, ifMatch!)
            : parts.Store.Put(key, document, document.Columns(), ifMatch);

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset? b) => b < a ? b.Value : a;
}

namespace ServerlessSip.Scenarios.Harness;

/// <summary>How long a scenario waits for what must come, and how long it looks for what must not.</summary>
internal static class Patience
{
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    /// <summary>A program that has to be read from a disk first.</summary>
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(60);

    /// <summary>A start that may install Azurite by npm first.</summary>
    public static readonly TimeSpan Install = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    /// <summary>Asks again every 100 ms until the answer passes; throws with the last answer when time is up.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> ask, Predicate<T> pass, string what, TimeSpan? within = null)
    {
        var limit = within ?? Usual;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (pass(answer)) return answer;
            if (clock.Elapsed > limit)
                throw new TimeoutException($"no {what} within {limit.TotalSeconds:0.#} s; last answer: {answer}");
            await Task.Delay(100);
        }
    }
}

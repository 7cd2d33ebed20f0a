using System.Globalization;

namespace ServerlessSip.UdpRelay.Probing;

/// <summary>Round trips in one line.</summary>
internal static class Percentiles
{
    /// <param name="times">In milliseconds, in any order.</param>
    public static string Line(double[] times, int sent)
    {
        if (times.Length == 0) return $"0 of {sent} probes came back";
        Array.Sort(times);
        return string.Create(CultureInfo.InvariantCulture,
            $"{times.Length} of {sent} probes came back; ms: p50 {At(times, 50):0.0}  p90 {At(times, 90):0.0}  "
            + $"p99 {At(times, 99):0.0}  max {times[^1]:0.0}");
    }

    /// <summary>The smallest value that so many percent do not exceed.</summary>
    public static double At(double[] sorted, int percent) =>
        sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)];
}

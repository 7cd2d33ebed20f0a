namespace ServerlessSip.Simulation.World;

/// <summary>An engine dies between save and perform.</summary>
internal sealed class CrashException() : Exception("planted: the engine dies between save and perform");

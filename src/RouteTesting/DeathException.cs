namespace ServerlessSip.RouteTesting;

/// <summary>An instance dies here.</summary>
internal sealed class DeathException : Exception;

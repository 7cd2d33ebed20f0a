namespace ServerlessSip.Local.Azurite;

/// <summary>Azurite cannot be had; the message says in one line what to do about it.</summary>
internal sealed class AzuriteStartException(string message) : Exception(message);

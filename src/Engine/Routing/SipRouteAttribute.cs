namespace ServerlessSip.Engine.Routing;

/// <summary>
/// Makes a method a route: <c>Route X(SipCall)</c> or <c>Task&lt;Route&gt; X(SipCall)</c>, both with a
/// CancellationToken behind if they want one.
/// </summary>
/// <param name="method">E.g. <c>INVITE</c>; several with commas; <c>*</c> for all.</param>
/// <param name="pattern">
/// <c>user@host</c>, with <c>*</c> for any characters and <c>?</c> for one. A host of <c>*</c> means our domains,
/// <c>**</c> any; other foreign hosts are named.
/// </param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class SipRouteAttribute(string method, string pattern) : Attribute
{
    public string Method { get; } = method;
    public string Pattern { get; } = pattern;

    /// <summary>
    /// A header that must be there, <c>X-Dept</c>, or be so, <c>X-Dept: sales*</c>; null for none.
    /// </summary>
    public string? Header { get; set; }

    /// <summary>The lower comes first; it goes before everything else that settles the order.</summary>
    public int Order { get; set; }
}

using System.Net;

namespace ServerlessSip.Engine.Registrar;

/// <summary>A REGISTER that was answered with 200: its repeat gets the answer again and changes nothing.</summary>
/// <param name="CallId">With <paramref name="CSeq"/> and <paramref name="Branch"/>, what names the transaction.</param>
/// <param name="Source">Where it came from: only there the answer is given again without a look at the
/// credentials.</param>
/// <param name="At">The answer is as of this instant.</param>
public sealed record AnsweredRegister(string CallId, uint CSeq, string Branch, IPEndPoint Source, DateTimeOffset At);

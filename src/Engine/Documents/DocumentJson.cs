using System.Text.Json.Serialization;
using ServerlessSip.Engine.Documents.Converters;

namespace ServerlessSip.Engine.Documents;

/// <summary>
/// How documents and payloads are written as JSON, generated at compile time. New states, effects and tells are added
/// where their base type lists them (<c>[JsonDerivedType]</c>, a short name that never changes); names and numbers are
/// frozen by golden tests.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(BytesConverter), typeof(SipMessageConverter), typeof(OutgoingMessageConverter),
        typeof(InputIdConverter), typeof(ActorKeyConverter), typeof(EndPointConverter),
        typeof(RouteConverter),
    ])]
[JsonSerializable(typeof(ActorDocument))]
[JsonSerializable(typeof(PayloadDocument))]
internal sealed partial class DocumentJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ServerlessSip.Engine.Documents.Converters;

namespace ServerlessSip.Engine.Documents;

/// <summary>
/// How documents and payloads are written as JSON, generated at compile time. New states, effects and tells are added where their
/// base type lists them (<c>[JsonDerivedType]</c>, a short name that never changes); names and numbers are frozen by golden tests.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(BytesConverter), typeof(SipMessageConverter), typeof(OutgoingMessageConverter),
        typeof(InputIdConverter), typeof(ActorKeyConverter), typeof(EndPointConverter),
    ])]
[JsonSerializable(typeof(ActorDocument))]
[JsonSerializable(typeof(PayloadDocument))]
internal sealed partial class DocumentJson : JsonSerializerContext
{
    /// <summary>
    /// Every property must be there when a document is read: what the generated code makes of an absent one is not the property's
    /// initial value (an array would be none at all). A new property is a new version of the document.
    /// </summary>
    public static readonly JsonTypeInfo<ActorDocument> Document = (JsonTypeInfo<ActorDocument>)new JsonSerializerOptions(
        Default.Options) { TypeInfoResolver = Default.WithAddedModifier(RequireAll) }.GetTypeInfo(typeof(ActorDocument));

    private static void RequireAll(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var property in type.Properties) property.IsRequired = property.Get is not null;
    }
}

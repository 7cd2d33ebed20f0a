using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ServerlessSip.Engine.Documents;

/// <summary>
/// Documents as JSON with every property present: what the generated code makes of an absent one is not the property's
/// initial value (an array would be none at all). So a new property is a new version of the document.
/// </summary>
internal static class StrictJson
{
    public static readonly JsonTypeInfo<ActorDocument> Document =
        (JsonTypeInfo<ActorDocument>)Options().GetTypeInfo(typeof(ActorDocument));

    private static JsonSerializerOptions Options()
    {
        IJsonTypeInfoResolver generated = DocumentJson.Default;
        var strict = generated.WithAddedModifier(RequireAll);
        return new JsonSerializerOptions(DocumentJson.Default.Options) { TypeInfoResolver = strict };
    }

    private static void RequireAll(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var property in type.Properties)
            property.IsRequired = property.Set is not null || property.AssociatedParameter is not null;
    }
}

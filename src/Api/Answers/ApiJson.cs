using System.Text.Json.Serialization;
using ServerlessSip.Api.Calls;
using ServerlessSip.Api.Events;
using ServerlessSip.Api.Health;
using ServerlessSip.Api.Queues;
using ServerlessSip.Api.Trunks;
using ServerlessSip.Api.Users;

namespace ServerlessSip.Api.Answers;

/// <summary>The JSON of every body, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(UserView))]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(CallView))]
[JsonSerializable(typeof(CallList))]
[JsonSerializable(typeof(CallBody))]
[JsonSerializable(typeof(CallStarted))]
[JsonSerializable(typeof(QueueView))]
[JsonSerializable(typeof(QueueList))]
[JsonSerializable(typeof(AgentBody))]
[JsonSerializable(typeof(TrunkView))]
[JsonSerializable(typeof(TrunkList))]
[JsonSerializable(typeof(WhyView))]
[JsonSerializable(typeof(MissedEvents))]
[JsonSerializable(typeof(Endpoint))]
[JsonSerializable(typeof(Subscription))]
[JsonSerializable(typeof(CommandView))]
[JsonSerializable(typeof(HealthView))]
internal sealed partial class ApiJson : JsonSerializerContext;

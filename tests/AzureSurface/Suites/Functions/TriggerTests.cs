using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using ServerlessSip.AzureAdapters.Bus;
using ServerlessSip.Functions;

namespace ServerlessSip.AzureSurface.Suites.Functions;

public sealed class TriggerTests
{
    private static readonly JsonElement s_host = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Root(), "src/Functions/host.json"))).RootElement;

    private static JsonElement ServiceBus => s_host.GetProperty("extensions").GetProperty("serviceBus");

    private static T Trigger<T>(Type function)
        where T : TriggerBindingAttribute =>
        Assert.Single(function.GetMethod("Run")!.GetParameters().Select(p => p.GetCustomAttribute<T>()).OfType<T>());

    [Fact]
    public void The_functions_have_the_names_that_infrastructure_keeps_ready() =>
        Assert.Equal(["Http", "SipIn", "Sweep", "Work"], typeof(SipIn).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods()).Select(m => m.GetCustomAttribute<FunctionAttribute>()?.Name)
            .OfType<string>().Order());

    [Fact]
    public void Inputs_come_one_by_one_in_sessions()
    {
        var trigger = Trigger<ServiceBusTriggerAttribute>(typeof(SipIn));
        Assert.Equal(("sip-in", "ServiceBus", true, false),
            (trigger.QueueName, trigger.Connection, trigger.IsSessionsEnabled, trigger.IsBatched));
    }

    [Fact]
    public void Work_comes_one_by_one_in_no_order()
    {
        var trigger = Trigger<ServiceBusTriggerAttribute>(typeof(Work));
        Assert.Equal(("sip-work", "ServiceBus", false, false),
            (trigger.QueueName, trigger.Connection, trigger.IsSessionsEnabled, trigger.IsBatched));
    }

    [Fact]
    public void Every_path_and_verb_comes_to_the_one_handler_which_asks_for_passwords_itself()
    {
        var trigger = Trigger<HttpTriggerAttribute>(typeof(Http));
        Assert.Equal((AuthorizationLevel.Anonymous, "{*path}"), (trigger.AuthLevel, trigger.Route));
        Assert.Null(trigger.Methods);
        Assert.Equal("", s_host.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
    }

    [Fact]
    public void The_sweep_comes_every_five_minutes_and_not_at_each_start()
    {
        var trigger = Trigger<TimerTriggerAttribute>(typeof(SweepTimer));
        Assert.Equal(("0 */5 * * * *", false), (trigger.Schedule, trigger.RunOnStartup));
    }

    [Fact]
    public void Messages_are_settled_by_us_alone() =>
        Assert.False(ServiceBus.GetProperty("autoCompleteMessages").GetBoolean());

    /// <summary>A busy lane never idles: an instance with fewer places than there are lanes starves the rest.</summary>
    [Fact]
    public void One_instance_can_hold_all_lanes() =>
        Assert.True(ServiceBus.GetProperty("maxConcurrentSessions").GetInt32() >= ServiceBusOptions.Default.Lanes);

    [Fact]
    public void A_lane_is_given_up_by_us_before_its_lock_is_no_longer_renewed() =>
        Assert.True(TimeSpan.Parse(ServiceBus.GetProperty("maxAutoLockRenewalDuration").GetString()!) >
            2 * ServerlessSip.Functions.Input.SessionHolds.HoldFor);

    [Fact]
    public void The_shells_are_short()
    {
        foreach (var name in new[] { "SipIn", "Work", "Http", "SweepTimer" })
        {
            var method = typeof(SipIn).Assembly.GetType($"ServerlessSip.Functions.{name}")!.GetMethod("Run")!;
            Assert.NotNull(method.GetCustomAttribute<FunctionAttribute>());
            var body = File.ReadAllText(Path.Combine(Root(), $"src/Functions/{name}.cs")).Split("[Function(")[1];
            Assert.InRange(body.Trim().Split('\n').Length, 3, 10);
        }
        Assert.InRange(File.ReadAllLines(Path.Combine(Root(), "src/Functions/Program.cs")).Length, 1, 40);
    }

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "serverless-sip.sln"))) return folder;
        throw new InvalidOperationException("serverless-sip.sln stands in no folder above the test's");
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServerlessSip.Contracts;
using ServerlessSip.Infra.Bicep;
using ServerlessSip.Infra.Compose;
using ServerlessSip.Infra.Rules;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra;

/// <summary>Code, templates, compose file and samples call the same things by the same names.</summary>
public partial class WiringTests
{
    private const string QueueNames = "src/AzureAdapters/Bus/QueueNames.cs";
    private const string HostJson = "src/Functions/host.json";
    private const string Sample = "local.settings.sample.json";
    private const string Prefix = "AzureFunctionsJobHost__extensions__serviceBus__";

    /// <summary>One way of giving a secret, where the other one is used.</summary>
    private static readonly string[] s_ofSecrets =
        ["Sip__Secret", "Sip__SecretFile", "Sip__SecretPrevious", "Sip__SecretPreviousFile"];

    /// <summary>What the options in src/Hosting know, in every host; what has a default need not be set.</summary>
    private static string[] Known => [.. Clone.Below("src/Hosting", ".cs").Select(Clone.Read)
        .SelectMany(text => SipKey().Matches(text)).Select(m => m.Groups[1].Value.Replace(":", "__")).Distinct()
        .Except(s_ofSecrets)];

    private static IReadOnlyList<string> ReadByFunctions => CodeSettings.Actual.OfFunctions;

    private static IReadOnlyList<string> ReadByRelay => CodeSettings.Actual.OfRelay;

    private static string[] SampleSettings => [.. Json(Sample).GetProperty("Values").EnumerateObject()
        .Select(p => p.Name)];

    [ToolFact("node", "npm")]
    public void Every_setting_that_functions_read_is_set_by_the_template()
    {
        var set = Settings.OfFunctions(Templates.Actual).Keys.ToArray();
        Found.Nothing("main.bicep sets what functions read", Wiring.NotSet(Templates.Main, ReadByFunctions, set));
        Found.Nothing("main.bicep sets no more", Wiring.NotRead(Templates.Main, [.. ReadByFunctions, .. Known], set));
    }

    [ToolFact("node", "npm")]
    public void Every_setting_that_a_relay_reads_is_set_by_the_template()
    {
        var set = Settings.OfMachines(Templates.Actual).Keys.ToArray();
        Found.Nothing("main.bicep sets what relays read", Wiring.NotSet(Templates.Main, ReadByRelay, set));
        Found.Nothing("main.bicep sets no more", Wiring.NotRead(Templates.Main, [.. ReadByRelay, .. Known], set));
    }

    [ToolFact("node", "npm")]
    public void Emulators_are_given_the_settings_that_matter_and_no_unknown_ones()
    {
        string[] needed = ["ServiceBus", "Sip__Domains", "Sip__Secret", "Bus__sessions", "Bus__lanes"];
        string[] ofFunctions = [.. needed, "Tables", "SignalR", "Tables__name", "Sip__Users", "AzureWebJobsStorage"];
        var functions = ComposeFile.Actual.Environment("functions").Keys.ToArray();
        var relay = ComposeFile.Actual.Environment("relay").Keys.ToArray();
        Found.Nothing("all is set",
        [
            .. Wiring.NotSet(ComposeFile.Path, ofFunctions, functions),
            .. Wiring.NotSet(ComposeFile.Path, [.. needed, "Sip__Listen", "Sip__Advertise", "Relay__Id"], relay),
            .. Wiring.NotSet(Sample, ofFunctions, SampleSettings),
        ]);
        Found.Nothing("nothing unknown is set",
        [
            .. Wiring.NotRead(ComposeFile.Path, [.. ReadByFunctions, .. Known, .. s_ofSecrets], functions),
            .. Wiring.NotRead(ComposeFile.Path, [.. ReadByRelay, .. Known, .. s_ofSecrets], relay),
            .. Wiring.NotRead(Sample, [.. ReadByFunctions, .. Known, .. s_ofSecrets], SampleSettings),
        ]);
    }

    [ToolFact("node", "npm")]
    public void Settings_that_both_sides_must_agree_on_are_equal_in_the_compose_file()
    {
        var functions = ComposeFile.Actual.Environment("functions");
        var relay = ComposeFile.Actual.Environment("relay");
        foreach (var name in new[]
        {
            "ServiceBus", "Bus__sessions", "Bus__lanes", "Sip__Domains", "Sip__Secret", "Sip__Listen", "Sip__Advertise",
        })
            Assert.Equal(functions[name], relay[name]);
    }

    [ToolFact("node", "npm")]
    public void Queues_have_one_name_and_one_shape_in_code_template_and_emulator()
    {
        var named = Wiring.Constants(Clone.Read(QueueNames)).Values.Order().ToArray();
        Assert.Equal(["sip-in", "sip-out", "sip-work"], named);
        Found.Nothing("queues are the same everywhere", Wiring.DifferentQueues(
            named, Wiring.Queues(Templates.Actual), EmulatorQueues.Read(EmulatorQueues.Actual)));
        Found.Nothing("the emulator takes these", EmulatorQueues.Refused(EmulatorQueues.Actual));
    }

    [ToolFact("node", "npm")]
    public void Triggers_name_queues_with_the_sessions_that_the_template_gives_them()
    {
        var queues = Wiring.Queues(Templates.Actual);
        var names = Wiring.Constants(Clone.Read(QueueNames));
        var triggers = Clone.Below("src/Functions", ".cs").Select(Clone.Read)
            .SelectMany(text => Trigger().Matches(text)).ToArray();
        Assert.Equal(2, triggers.Length);
        foreach (var trigger in triggers)
        {
            var queue = queues[names[trigger.Groups[1].Value]];
            Assert.Equal(queue.Sessions, trigger.Value.Contains("IsSessionsEnabled = true", StringComparison.Ordinal));
            Assert.DoesNotContain("IsBatched", trigger.Value, StringComparison.Ordinal);
            Assert.Contains("Connection = SettingNames.ServiceBus", trigger.Value, StringComparison.Ordinal);
        }
        // The prefix of the connection: one string for an emulator, three settings for an identity.
        Assert.Equal("ServiceBus", CodeSettings.Actual["ServiceBus"]);
        string[] byIdentity = ["fullyQualifiedNamespace", "credential", "clientId"];
        Assert.All(byIdentity, s => Assert.Contains($"ServiceBus__{s}", Settings.OfFunctions(Templates.Actual).Keys));
    }

    [ToolFact("node", "npm")]
    public void Groups_that_always_run_are_functions_that_exist()
    {
        var functions = Clone.Below("src/Functions", ".cs").Select(Clone.Read)
            .SelectMany(text => FunctionName().Matches(text)).Select(m => m.Groups[1].Value + m.Groups[2].Value)
            .ToHashSet();
        var groups = Templates.Actual[Templates.Modules + "functions.bicep"].Find("alwaysReadyAll")!.Value.All
            .Where(n => n.Type == "string").Select(n => n.Literal!).ToArray();
        Assert.Contains("function:SipIn", groups);
        Assert.All(
            groups.Where(g => g != "http"),
            g => Assert.Contains(g.Split(':')[1], functions));
    }

    [ToolFact("node", "npm")]
    public void Queues_outlast_the_deliveries_after_which_the_code_gives_up() =>
        Assert.All(
            Wiring.Queues(Templates.Actual),
            queue => Assert.True(
                int.Parse(queue.Value.Deliveries, CultureInfo.InvariantCulture) > MaxDeliveries(), queue.Key));

    [ToolFact("node", "npm")]
    public void All_lanes_find_a_slot_when_one_instance_is_gone()
    {
        var host = Json(HostJson).GetProperty("extensions").GetProperty("serviceBus");
        var byDefault = new Evaluation(Templates.Actual[Templates.Main], null);
        Found.Nothing("sessions × (instances − 1) ≥ lanes", Wiring.StarvingLanes(
            HostJson, (long)byDefault.Value("laneCount"), host.GetProperty("maxConcurrentSessions").GetInt64(),
            (long)byDefault.Value("alwaysReadySipIn")));
        Found.Nothing("sessions × (instances − 1) ≥ lanes", Wiring.StarvingLanes(Templates.Actual));
        Assert.Equal(
            (long)byDefault.Value("laneCount"),
            long.Parse(ComposeFile.Actual.Environment("functions")["Bus__lanes"], CultureInfo.InvariantCulture));
    }

    [ToolFact("node", "npm")]
    public void The_strategy_sets_sessions_idle_time_and_prefetch()
    {
        var set = Settings.OfFunctions(Templates.Actual);
        const string small = "infra/bicep/small.bicepparam";
        var other = Templates.Actual.With(small, "param laneCount", "param sessionStrategy = 'Call'\nparam laneCount");
        var call = new Evaluation(other[Templates.Main], other[small]);
        var lane = new Evaluation(Templates.Actual[Templates.Main], Templates.Actual[small]);
        Assert.Equal(["128", "00:00:02", "4"], Three(call));
        Assert.Equal(["64", "00:01:00", "8"], Three(lane));

        object[] Three(Evaluation of) =>
        [
            of.Of(set[Prefix + "maxConcurrentSessions"]), of.Of(set[Prefix + "sessionIdleTimeout"]),
            of.Of(set[Prefix + "prefetchCount"]),
        ];
    }

    [ToolFact("node", "npm")]
    public void The_host_has_the_settings_of_the_default_strategy()
    {
        var host = Json(HostJson).GetProperty("extensions").GetProperty("serviceBus");
        var of = new Evaluation(Templates.Actual[Templates.Main], null);
        var set = Settings.OfFunctions(Templates.Actual);
        foreach (var name in new[] { "maxConcurrentSessions", "sessionIdleTimeout", "prefetchCount" })
            Assert.Equal(of.Of(set[Prefix + name]), host.GetProperty(name).ToString());
        Assert.False(host.GetProperty("autoCompleteMessages").GetBoolean());
        var http = Json(HostJson).GetProperty("extensions").GetProperty("http");
        Assert.Equal("", http.GetProperty("routePrefix").ToString());
    }

    private static int MaxDeliveries() => int.Parse(
        Wiring.Constants(Clone.Read("src/AzureAdapters/Bus/ServiceBusOptions.cs"))["MaxDeliveries"],
        CultureInfo.InvariantCulture);

    private static JsonElement Json(string path)
    {
        using var json = JsonDocument.Parse(Clone.Read(path), new() { CommentHandling = JsonCommentHandling.Skip });
        return json.RootElement.Clone();
    }

    [GeneratedRegex("\"(Sip:[A-Za-z]+)\"")]
    private static partial Regex SipKey();

    [GeneratedRegex(@"\[ServiceBusTrigger\(QueueNames\.(\w+)[^\]]*\]")]
    private static partial Regex Trigger();

    [GeneratedRegex("""\[Function\((?:nameof\((\w+)\)|"(\w+)")\)\]""")]
    private static partial Regex FunctionName();
}

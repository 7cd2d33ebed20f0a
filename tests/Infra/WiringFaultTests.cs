using ServerlessSip.Contracts;
using ServerlessSip.Infra.Bicep;
using ServerlessSip.Infra.Compose;
using ServerlessSip.Infra.Rules;
using ServerlessSip.Infra.Texts;

namespace ServerlessSip.Infra;

/// <summary>Each rule on what belongs together finds the fault that is planted for it.</summary>
public class WiringFaultTests
{
    private const string Bus = Templates.Modules + "servicebus.bicep";

    private const string Source =
        """
        public const string Bus = "Bus";
        public const string BusAddress = "Bus:address";
        private static readonly string[] s_both = [Bus, BusAddress];
        public static IReadOnlyList<string> OfFunctions { get; } =
        [
            .. s_both, "Sip:Domains",
        ];
        public static IReadOnlyList<string> OfRelay { get; } = [.. s_both, "Relay:Id"];
        """;

    [Fact]
    public void Settings_are_read_from_the_code_with_what_lists_take_from_others()
    {
        var settings = new CodeSettings(Source);
        Assert.Equal(["Bus", "Bus__address", "Sip__Domains"], settings.OfFunctions);
        Assert.Equal(["Bus", "Bus__address", "Relay__Id"], settings.OfRelay);
        Assert.Equal("Bus__address", settings["BusAddress"]);
    }

    [ToolFact("node", "npm")]
    public void A_setting_that_is_no_longer_set_or_misspelt_is_found()
    {
        var set = Settings.OfFunctions(
            Templates.Actual.With(Templates.Main, "  Tables__name:", "  Tables__nam:")).Keys.ToArray();
        Found.Names("does not set Tables__name", Wiring.NotSet("x", CodeSettings.Actual.OfFunctions, set));
        Found.Names("sets Tables__nam,", Wiring.NotRead("x", CodeSettings.Actual.OfFunctions, set));
    }

    [ToolFact("node", "npm")]
    public void A_setting_of_one_relay_alone_that_is_no_longer_set_is_found()
    {
        var set = Settings.OfMachines(
            Templates.Actual.With(Templates.Modules + "relays.bicep", "Relay__Id=", "Relay__Name=")).Keys;
        Found.Names("does not set Relay__Id", Wiring.NotSet("x", CodeSettings.Actual.OfRelay, set));
    }

    [Fact]
    public void A_connection_string_or_an_address_will_do_but_not_neither()
    {
        Assert.Empty(Wiring.NotSet("x", ["Tables", "Tables__serviceUri"], ["Tables"]));
        Assert.Empty(Wiring.NotSet("x", ["Tables", "Tables__serviceUri"], ["Tables__serviceUri"]));
        Found.Names("does not set Tables", Wiring.NotSet("x", ["Tables", "Tables__serviceUri"], ["SignalR"]));
    }

    [ToolTheory("node", "npm")]
    [InlineData("name: 'sip-work'", "name: 'sip-works'", "sip-work is unknown to the template")]
    [InlineData("name: 'sip-work'", "name: 'sip-works'", "sip-works is unknown to the code")]
    [InlineData("requiresSession: true", "requiresSession: false", "sip-in:")]
    [InlineData("lockDuration: 'PT30S'", "lockDuration: 'PT31S'", "sip-out:")]
    public void A_queue_that_differs_is_found(string old, string planted, string expected) =>
        Found.Names(expected, Wiring.DifferentQueues(
            ["sip-in", "sip-out", "sip-work"], Wiring.Queues(Templates.Actual.With(Bus, old, planted)),
            EmulatorQueues.Read(EmulatorQueues.Actual)));

    [Fact]
    public void A_queue_that_the_emulator_refuses_is_found()
    {
        var text = EmulatorQueues.Actual;
        Found.Names("sip-in: a life", EmulatorQueues.Refused(text.Replace("PT1H", "P14D")));
        Found.Names("sip-out: a lock", EmulatorQueues.Refused(text.Replace("PT30S", "PT2S")));
    }

    [ToolFact("node", "npm")]
    public void Lanes_that_would_starve_are_found()
    {
        Found.Names("cannot hold 64 lanes", Wiring.StarvingLanes("x", lanes: 64, sessions: 32, alwaysReady: 2));
        Found.Names("large.bicepparam", Wiring.StarvingLanes(Templates.Actual.With(
            Templates.Main, "(laneCount + alwaysReadySipIn - 2)", "(laneCount - alwaysReadySipIn)")));
        Assert.Empty(Wiring.StarvingLanes("x", lanes: 64, sessions: 64, alwaysReady: 1));
    }
}

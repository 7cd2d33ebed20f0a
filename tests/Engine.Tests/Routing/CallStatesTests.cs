using System.Collections.Immutable;
using System.Text.Json;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Engine.Tests.Routing;

public sealed class CallStatesTests
{
    private static readonly ImmutableSortedDictionary<string, string> Nothing =
        ImmutableSortedDictionary<string, string>.Empty;

    [Fact]
    public void A_state_is_new_then_kept_with_its_version_and_read_back()
    {
        var first = new CallStates(Nothing);
        first.Get<Note>().Text = "hello";
        Assert.Same(first.Get<Note>(), first.Get<Note>());
        var saved = first.Changed();
        Assert.Equal("""{"v":2,"d":{"Text":"hello"}}""", saved["note"]);
        var second = new CallStates(saved);
        Assert.Equal("hello", second.Get<Note>().Text);
        Assert.Empty(second.Changed());
    }

    [Fact]
    public void A_state_of_an_earlier_version_is_upgraded_where_its_type_knows_how()
    {
        var old = Nothing.Add("note", """{"v":1,"d":{"Old":"bye"}}""").Add("plain", """{"v":1,"d":{"Number":7}}""");
        var states = new CallStates(old);
        Assert.Equal("1: bye", states.Get<Note>().Text);
        Assert.Equal(0, states.Get<Plain>().Number);
    }

    [Fact]
    public void A_type_without_a_name_goes_by_its_own()
    {
        var states = new CallStates(Nothing);
        states.Get<Unnamed>();
        Assert.Equal($"{typeof(Unnamed).FullName}", Assert.Single(states.Changed()).Key);
    }

    [CallState("note", Version = 2)]
    private sealed class Note : IUpgradedState<Note>
    {
        public string? Text { get; set; }

        public static Note Upgrade(int version, JsonElement stored) =>
            new() { Text = $"{version}: {stored.GetProperty("Old").GetString()}" };
    }

    [CallState("plain", Version = 2)]
    private sealed class Plain
    {
        public int Number { get; set; }
    }

    private sealed class Unnamed;
}

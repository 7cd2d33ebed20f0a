using ServerlessSip.Engine.Queues;
using ServerlessSip.Engine.Routing;

namespace ServerlessSip.Local.Tests.Options;

public sealed class QueueOptionsTests
{
    [Fact]
    public void A_queue_needs_its_members_and_has_defaults_for_the_rest()
    {
        var queue = Assert.Single(Good(("Queues:Sales:Members", "Ann, ben")).All);

        Assert.Equal("sales", queue.Name);
        Assert.Equal(["ann", "ben"], queue.Members.Select(m => m.User));
        Assert.Equal(QueueStrategy.LongestIdle, queue.Strategy);
        Assert.False(queue.LoginByRegistering);
        Assert.Equal((20, 10, 300, 100),
            (queue.RingTime.TotalSeconds, queue.WrapUp.TotalSeconds, queue.WaitLimit.TotalSeconds, queue.MaxCallers));
    }

    [Fact]
    public void Good_values_are_taken()
    {
        var queues = Good(
            ("Queues:help:Members:ann", "german=9, law"), ("Queues:help:Members:ben", ""),
            ("Queues:help:Strategy", "By-Skill"), ("Queues:help:LoginBy", "register"),
            ("Queues:help:RingSeconds", "180"), ("Queues:help:WrapUpSeconds", "0"), ("Queues:help:RestSeconds", "3600"),
            ("Queues:help:WaitSeconds", "7200"), ("Queues:help:MaxCallers", "1000"),
            ("Queues:help:WaitWithoutAgents", "false"), ("Queues:help:LoginSeconds", "60"),
            ("Queues:help:Overflow", """{"reply":486}"""));

        var queue = queues.Find("help")!;
        Assert.Equal([("german", 9), ("law", 1)], queue.Members[0].Skills.Select(s => (s.Key, s.Value)));
        Assert.Equal((QueueStrategy.BySkill, true, false),
            (queue.Strategy, queue.LoginByRegistering, queue.WaitWithoutAgents));
        Assert.Equal((180, 0, 3600), (queue.RingTime.TotalSeconds, queue.WrapUp.TotalSeconds, queue.Rest.TotalSeconds));
        Assert.Equal((7200, 1000, 60), (queue.WaitLimit.TotalSeconds, queue.MaxCallers, queue.LoginLife.TotalSeconds));
        Assert.Equal(486, Assert.IsType<ReplyRoute>(queue.Overflow).Status);
        Assert.Equal("help", Assert.Single(queues.LoggedInByRegistering("ben")));
    }

    [Theory]
    [InlineData("Queues:a b:Members", "ann", "expected a name of 1 to 64 letters, digits and . _ + -")]
    [InlineData("Queues:sales", "ann", "expected keys below Queues:sales: Strategy, Members, LoginBy, ")]
    [InlineData("Queues:sales:Strategy", "fair", "expected longest-idle, round-robin, ring-all or by-skill")]
    [InlineData("Queues:sales:Member", "ann", "Queues:sales:Member is not an option, expected keys below Queues:sales")]
    [InlineData("Queues:sales:Members", "", "expected a comma list of user names, who may be agents")]
    [InlineData("Queues:sales:Members", "ann,b b", "expected a comma list of user names")]
    [InlineData("Queues:sales:Members:ann", "german=10", "expected a comma list of at most 16 skills, each with")]
    [InlineData("Queues:sales:LoginBy", "phone", "expected command or register")]
    [InlineData("Queues:sales:Overflow", "reply 486", "expected a decision document in JSON")]
    [InlineData("Queues:sales:RingSeconds", "181", "expected 1 to 180")]
    [InlineData("Queues:sales:WaitSeconds", "7201", "expected 1 to 7200")]
    [InlineData("Queues:sales:MaxCallers", "1001", "expected 1 to 1000")]
    [InlineData("Queues:sales:MaxCallers", "0", "expected 1 to 1000")]
    public void A_wrong_value_is_told(string key, string value, string told)
    {
        (string, string)[] pairs = key.StartsWith("Queues:sales:", StringComparison.Ordinal)
            && !key.Contains(":Members", StringComparison.Ordinal)
            ? [("Queues:sales:Members", "ann"), (key, value)] : [(key, value)];
        Assert.Null(Loaded.Load(out var error, pairs));

        Assert.Contains(told, error);
    }

    [Fact]
    public void A_hundred_queues_are_taken_and_one_more_is_refused()
    {
        var most = Enumerable.Range(1, QueueLimits.MaxQueues).Select(i => ($"Queues:q{i}:Members", "ann")).ToArray();

        Assert.Equal(QueueLimits.MaxQueues, Good(most).All.Length);
        Assert.Null(Loaded.Load(out var error, [.. most, ("Queues:r:Members", "ann")]));
        Assert.Contains("expected at most 100 queues", error);
    }

    [Fact]
    public void Two_hundred_members_are_taken_and_one_more_is_refused()
    {
        static string Users(int count) => string.Join(',', Enumerable.Range(1, count).Select(i => $"u{i}"));

        var most = Good(("Queues:q:Members", Users(QueueLimits.MaxMembers)));
        Assert.Equal(QueueLimits.MaxMembers, most.All[0].Members.Length);
        Assert.Null(Loaded.Load(out var error, ("Queues:q:Members", Users(QueueLimits.MaxMembers + 1))));
        Assert.Contains("expected at most 200 members", error);
    }

    private static QueueSettings Good(params (string Key, string Value)[] pairs) => Loaded.Good(pairs).Sip.Queues;
}

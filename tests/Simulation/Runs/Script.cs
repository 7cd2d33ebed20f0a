using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Who is there and who calls whom, drawn from the seed.</summary>
internal sealed class Script
{
    private static readonly string[] Users = ["alice", "bob", "bob", "carol", "dave", "dave"];
    private static readonly int[] Refusals = [486, 480, 603, 404, 503];
    private readonly SimWorld _world;
    private readonly Dictionary<string, CallPlan> _plans = [];

    public Script(SimWorld world)
    {
        _world = world;
        foreach (var user in Users)
        {
            var q = world.Chance.OneIn(2) ? 1 : 0.5;
            world.Join(new SimPhone(world, world.Phones.Count + 1, user) { Q = q, Plans = _plans });
        }
        foreach (var phone in world.Phones) world.Events.After(world.Chance.Between(0, 800), () => phone.Register());
    }

    public int Calls => _plans.Count;

    /// <summary>Calls of every sort, nine to thirteen of them.</summary>
    public void DrawCalls()
    {
        var calls = 9 + _world.Chance.Next(5);
        for (var i = 0; i < calls; i++) Add(Draw(i));
        var stranger = new Stranger(_world, _world.Phones.Count + 1, _plans);
        stranger.Begin();
    }

    public void Add(CallPlan plan)
    {
        _plans[plan.CallId] = plan;
        _world.Events.After(plan.At, () => plan.Caller.Call(plan));
    }

    /// <summary>The phones of a user.</summary>
    public IEnumerable<SimPhone> Of(string user) => _world.Phones.Where(p => p.User == user && !p.IsStranger);

    private CallPlan Draw(int number)
    {
        var chance = _world.Chance;
        var caller = _world.Phones[chance.Next(Users.Length)];
        var callee = caller.User;
        while (callee == caller.User) callee = Users[chance.Next(Users.Length)];
        var plan = new CallPlan
        {
            CallId = $"call-{_world.Seed}-{number}",
            Caller = caller,
            Callee = chance.OneIn(20) ? "nobody" : callee,
            At = chance.Between(2_000, 32_000),
            CancelAfter = chance.OneIn(3) ? chance.Between(1, 9_000) : TimeSpan.FromSeconds(40),
            CallerHangsUpAfter = chance.Between(100, 20_000),
            CalleeHangsUpAfter = chance.OneIn(2) ? chance.Between(50, 15_000) : null,
            ReInvites = chance.OneIn(5),
            Method = chance.OneIn(7) ? "MESSAGE" : "INVITE",
        };
        if (chance.OneIn(30)) plan = plan with { CancelAfter = TimeSpan.FromHours(1) };
        Fill(plan, callee);
        return plan;
    }

    private void Fill(CallPlan plan, string callee)
    {
        var chance = _world.Chance;
        var together = chance.Between(300, 6_000);
        var mood = chance.Next(5);
        foreach (var phone in Of(callee))
        {
            var after = mood == 0 ? together + chance.Between(0, 5) : chance.Between(50, 9_000);
            var ring = chance.OneIn(6) ? (TimeSpan?)null : chance.Between(1, 600);
            var status = mood switch
            {
                0 or 1 => 200,
                2 => Refusals[chance.Next(Refusals.Length)],
                3 => 0,
                _ => chance.OneIn(2) ? 200 : Refusals[chance.Next(Refusals.Length)],
            };
            // Who neither rings nor answers is no phone: a proxy cannot know that it is there.
            if (status == 0) ring ??= chance.Between(1, 600);
            plan.Phones[phone.Number] = new Behaviour(ring, status, after);
        }
    }
}

using System.Net;
using ServerlessSip.Simulation.Phones;
using ServerlessSip.Simulation.World;

namespace ServerlessSip.Simulation.Runs;

/// <summary>Who is there and who calls whom, drawn from the seed.</summary>
internal sealed class Script
{
    private static readonly string[] Users = ["alice", "bob", "bob", "carol", "dave", "dave"];
    private static readonly Mood[] Moods =
    [
        .. Enum.GetValues<Mood>(), Mood.AllAnswer, Mood.AllAnswerTogether, Mood.AllAnswer,
    ];
    private readonly SimWorld _world;
    private readonly Scene _scene;
    private readonly Casting _casting;

    private Script(SimWorld world)
    {
        _world = world;
        _scene = new Scene(world);
        _casting = new Casting(world);
        world.Names.Add("dead.phones.test", IPAddress.Parse("203.0.113.77"));
        world.Names.Add("odd.phones.test", IPAddress.Parse("224.0.0.1"), IPAddress.Parse("203.0.113.78"));
    }

    /// <summary>
    /// Calls of every sort, nine to thirteen of them, some odd requests, and somebody who has no business here.
    /// </summary>
    public static void Draw(SimWorld world)
    {
        var script = new Script(world);
        foreach (var user in Users) script._scene.Phone(user, script._casting.Traits(user));
        script._scene.Phone("hunt", new PhoneTraits { ContactUri = $"sip:hunt@{Neighbour.At}" });
        script._scene.Phone("zoe", new PhoneTraits { ForeignDomain = "elsewhere.test" });
        var calls = 9 + world.Chance.Next(5);
        for (var i = 0; i < calls; i++) script._scene.Call(script.Call(i));
        new Stranger(world, world.Phones.Count + 1).Begin();
        for (var i = world.Chance.Next(8); i > 0; i--) script.BeOdd();
    }

    private void BeOdd()
    {
        var phone = _world.Phones[_world.Chance.Next(Users.Length)];
        _scene.At(_world.Chance.Between(2_000, 32_000), () => Oddities.Send(phone, _world.Chance.Next(Oddities.Count)));
    }

    private CallPlan Call(int number)
    {
        var chance = _world.Chance;
        var caller = _world.Phones[chance.OneIn(12) ? 7 : chance.Next(Users.Length)];
        var callee = caller.User;
        while (callee == caller.User) callee = Users[chance.Next(Users.Length)];
        if (chance.OneIn(12)) callee = "hunt";
        var plan = new CallPlan
        {
            CallId = $"call-{_world.Seed}-{number}",
            Caller = caller,
            Callee = chance.OneIn(20) ? "nobody" : callee,
            From = chance.OneIn(60) ? $"sip:{callee}@{SimWorld.Domain}" : null,
            At = chance.Between(2_000, 32_000),
            CancelAfter = chance.OneIn(3) ? chance.Between(1, 9_000) : TimeSpan.FromSeconds(40),
            CancelsWhenAnswered = chance.OneIn(15),
            CallerHangsUpAfter = chance.Between(100, 20_000),
            CalleeHangsUpAfter = chance.OneIn(2) ? chance.Between(50, 15_000) : null,
            ReInvites = chance.OneIn(5),
            Method = chance.OneIn(5) ? _casting.Method() : "INVITE",
            Lines = _casting.Lines(),
            CancelLines = chance.OneIn(3) ? "Reason: SIP;cause=487;text=\"gone\"\r\n" : "",
            FromCaller = chance.OneIn(3) ? _casting.InDialog() : [],
            FromCallee = chance.OneIn(5) ? _casting.InDialog() : [],
        };
        if (chance.OneIn(30)) plan = plan with { CancelAfter = TimeSpan.FromHours(1) };
        Fill(plan);
        return plan;
    }

    /// <summary>The callees in one mood; who is reached by redirection or by the hunt group does as it likes.</summary>
    private void Fill(CallPlan plan)
    {
        var chance = _world.Chance;
        var callee = plan.Callee == "hunt" ? Neighbour.HuntsFor(plan.CallId) : plan.Callee;
        var together = chance.Between(300, 6_000);
        var mood = Moods[chance.Next(Moods.Length)];
        for (var i = 0; i < Users.Length; i++)
            plan.Phones[i + 1] = _casting.Behaviour(Users[i] == callee ? mood : Mood.Mixed, together);
    }
}

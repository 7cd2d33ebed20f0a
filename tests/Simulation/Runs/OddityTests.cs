using ServerlessSip.Simulation.Phones;

namespace ServerlessSip.Simulation.Runs;

public class OddityTests
{
    [Fact]
    public void Odd_requests_get_their_answers_and_leave_nothing_behind()
    {
        var scene = new Scene();
        var alice = scene.Phone("alice");
        scene.Phone("bob");
        var sent = new List<ClientTransaction>();
        scene.At(TimeSpan.FromSeconds(3), () =>
        {
            for (var i = 0; i < Oddities.Count; i++) sent.Add(Oddities.Send(alice, i));
        });
        scene.Run();
        for (var i = 0; i < sent.Count; i++)
            if (Oddities.StatusOf(i) != 0) Assert.Equal((i, Oddities.StatusOf(i)), (i, sent[i].Status));
    }
}

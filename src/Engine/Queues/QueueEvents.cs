using System.Globalization;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Sip.Addressing;

namespace ServerlessSip.Engine.Queues;

/// <summary>Tells web clients what goes on in a queue: <c>caller</c> and <c>agent</c> events.</summary>
internal static class QueueEvents
{
    public static void Waiting(QueueTurn turn, QueueCaller caller) => Caller(turn, caller, "waiting", []);

    public static void Offered(QueueTurn turn, QueueCaller caller, string agent) =>
        Caller(turn, caller, "offered", [("agent", AddressOfRecord.User(agent))]);

    public static void Answered(QueueTurn turn, QueueCaller caller, string agent) =>
        Caller(turn, caller, "answered", [("agent", AddressOfRecord.User(agent)), Waited(turn, caller)]);

    public static void Left(QueueTurn turn, QueueCaller caller, string reason) =>
        Caller(turn, caller, "left", [("reason", reason), Waited(turn, caller)]);

    public static void Agent(QueueTurn turn, QueueAgent agent, string word)
    {
        var data = new Dictionary<string, string>
        {
            ["agent"] = AddressOfRecord.User(agent.Agent),
            ["state"] = word,
        };
        turn.State = EventLog.Append(turn.State, "agent", data, turn.Now, turn.Effects);
    }

    private static void Caller(
        QueueTurn turn, QueueCaller caller, string word, (string Name, string Value)[] more)
    {
        var data = new Dictionary<string, string>
        {
            ["call"] = $"calls/{caller.Ticket.Call}",
            ["state"] = word,
            ["from"] = caller.From,
            ["waiting"] = turn.State.Callers.Length.ToString(CultureInfo.InvariantCulture),
        };
        var place = turn.State.Callers.IndexOf(caller) + 1;
        if (place > 0) data["position"] = place.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in more) data[name] = value;
        turn.State = EventLog.Append(turn.State, "caller", data, turn.Now, turn.Effects);
    }

    private static (string Name, string Value) Waited(QueueTurn turn, QueueCaller caller) =>
        ("waitedSeconds", (turn.Now - caller.Since).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture));
}

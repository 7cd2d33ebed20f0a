using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServerlessSip.Contracts;
using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Runtime.Routes;
using ServerlessSip.Engine.Tests.Proxy;
using ServerlessSip.Ports;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Tests.Runtime.Routes;

/// <summary>A runner on real threads with a clock that stands, and the answers that it sends.</summary>
internal sealed class RunnerBench : IDisposable
{
    /// <summary>For what must happen; what takes longer never does.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    public static readonly ActorKey Key = new(ActorKind.Call, 0xC0);

    private readonly ConcurrentQueue<RouteAnswer> _answers = new();
    private readonly SemaphoreSlim _sent = new(0);
    private int _tags;

    public RunnerBench(
        Type[] types, RouteRunnerOptions? options = null, Action<IServiceCollection>? add = null,
        IReadOnlyList<NamedMiddleware>? before = null, IStateStore? store = null)
    {
        var services = new ServiceCollection();
        add?.Invoke(services);
        Table = RouteTable.Of(types, new PlainServices(services), before);
        Settings = new RoutingSettings { Table = Table };
        var bus = new RecordingBus
        {
            Sent = envelope =>
            {
                _answers.Enqueue((RouteAnswer)envelope.Payload!);
                _sent.Release();
            },
        };
        Runner = new RouteRunner(new RouteRunnerParts
        {
            Table = Table,
            Settings = Settings,
            Bus = bus,
            Clock = Time,
            Store = store,
            Options = options ?? RouteRunnerOptions.Default,
        });
    }

    public ManualTime Time { get; } = new();
    public RouteTable Table { get; }
    public RoutingSettings Settings { get; }
    public RouteRunner Runner { get; }

    /// <summary>Asks as the engine does: what may wait as work, all else at once.</summary>
    public RouteQuestion Ask(string rule, string user = "bob", string lines = "")
    {
        var work = Table.MethodOf(rule)?.IsWork == true;
        Assert.True(SipMessage.TryParse(
            Encoding.ASCII.GetBytes(Phone.Request("INVITE", $"sip:{user}@sip.test", lines: lines)), out var request,
            out _));
        var question = new RouteQuestion
        {
            Tag = $"1.{++_tags}",
            Rule = rule,
            Source = "C#",
            IsWork = work,
            IsFirst = true,
            Target = $"sip:{user}@sip.test",
            Request = request!,
            Remote = new IPEndPoint(IPAddress.Parse("192.0.2.7"), 5070),
            At = Time.GetUtcNow(),
            AnswerBy = Time.GetUtcNow() + (work ? Settings.WorkTime : Settings.RunTime),
        };
        Give(question);
        return question;
    }

    public void Give(RouteQuestion question)
    {
        var id = new InputId((UInt128)_tags);
        if (!question.IsWork) Assert.Equal(BusResult.Sent, Runner.Run(Key, id, question).GetAwaiter().GetResult());
        else _ = Runner.Work(new Envelope
        {
            Id = id,
            Actor = Key,
            Kind = EnvelopeKind.Work,
            Payload = question,
            At = Time.GetUtcNow(),
        });
    }

    public async Task<RouteAnswer> Answer()
    {
        Assert.True(await _sent.WaitAsync(Soon), "no answer");
        Assert.True(_answers.TryDequeue(out var answer));
        return answer;
    }

    /// <summary>Lets time pass in steps until something holds.</summary>
    public async Task Until(Func<bool> holds)
    {
        var end = DateTime.UtcNow + Soon;
        while (!holds())
        {
            Assert.True(DateTime.UtcNow < end, "it never comes about");
            Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }
    }

    public bool HasAnswer => !_answers.IsEmpty;

    public void Dispose() => Runner.Dispose();
}

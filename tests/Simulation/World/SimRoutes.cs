using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Phones;

namespace ServerlessSip.Simulation.World;

/// <summary>User code that decides by the user of the Request-URI, a little later, or never.</summary>
internal sealed class SimRoutes(SimWorld world, Func<string, Route?> route) : IRouteRunner
{
    /// <summary>The host that is not ours and that the rule is for all the same.</summary>
    public const string ForeignHost = "routed.test";

    public ValueTask<BusResult> Run(ActorKey actor, InputId id, RouteQuestion question)
    {
        if (route(SimPhone.Text(question.Request.RequestUri!.User)) is not { } decided) return new(BusResult.Sent);
        var envelope = new Envelope
        {
            Id = id,
            Actor = actor,
            Kind = EnvelopeKind.Answer,
            Payload = new RouteAnswer(question.Tag, decided, RouteFailure.None, question.Rule, question.Source),
            At = world.TrueNow,
        };
        return world.Bus.Send(envelope);
    }

    public void Stop(ActorKey actor, string tag)
    {
    }

    public void Tell(ActorKey actor, TellRoutes notice)
    {
    }

    /// <summary>One rule for every user of ours, or for one, and for a host that is not ours.</summary>
    internal sealed class Table(string? onlyFor) : IRouteTable
    {
        private static readonly RouteRule Rule = new("Sim.Rule", "simulation", IsWork: false);

        public RouteRule? Find(RouteSubject subject, string? after = null) =>
            after is null && (subject.IsServed || subject.Target.HostText == ForeignHost)
            && (onlyFor is null || SimPhone.Text(subject.Target.User) == onlyFor)
                ? Rule : null;

        public RouteRule? FindContinuation(string name, string rule) => null;

        public bool Has(CallHook hook) => false;
    }
}

using ServerlessSip.Engine.Actors;
using ServerlessSip.Engine.Routing;
using ServerlessSip.Engine.Runtime;
using ServerlessSip.Ports;
using ServerlessSip.Simulation.Phones;

namespace ServerlessSip.Simulation.World;

/// <summary>User code that decides by the user of the Request-URI, a little later.</summary>
internal sealed class SimRoutes(SimWorld world, Func<string, Route> route) : IRouteRunner
{
    public ValueTask<BusResult> Run(ActorKey actor, InputId id, RouteQuestion question)
    {
        var decided = route(SimPhone.Text(question.Request.RequestUri!.User));
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

    /// <summary>One rule for everything.</summary>
    internal sealed class Table : IRouteTable
    {
        private static readonly RouteRule Rule = new("Sim.Rule", "simulation", IsWork: false);

        public RouteRule? Find(RouteSubject subject, string? after = null) =>
            after is null && subject.IsServed ? Rule : null;

        public RouteRule? FindContinuation(string name, string rule) => null;

        public bool Has(CallHook hook) => false;
    }
}

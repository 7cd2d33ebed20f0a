namespace ServerlessSip.Simulation.Checks;

/// <summary>How far the INVITE was when its caller's CANCEL left.</summary>
internal enum CancelCase
{
    BeforeTheRouteIsDecided,
    WhileTheRouteIsDecided,
    AfterTheBranchWentOut,
    WithChangedSentBy,
    CrossingA200,
}

namespace ServerlessSip.Simulation.Checks;

/// <summary>The faults that are planted to see that the harness finds them.</summary>
internal enum Plant
{
    None,
    SecondFinal,
    SecondTag,
    SendBeforeSave,
    OwnAck,
    OwnBye,
    StrangerSaves,
    Leak,
    NoFinal,
    LostAck,
    LostFailureAck,
    ForgottenCancel,
    ForgottenBye,
    SecondRecord,
    Impure,
    ImpureAnswer,
    Storm,
    Hoard,
    EndlessBranch,
    KeptChallenge,
    NoRecord,
}

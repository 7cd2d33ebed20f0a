namespace ServerlessSip.Simulation.World;

/// <summary>One thing of the worlds that a test makes from now on that fails, by its number; -1 for none.</summary>
/// <param name="Write">The write that fails.</param>
/// <param name="Send">The send that fails.</param>
/// <param name="Save">The save after which its engine dies.</param>
internal sealed record Failing(int Write = -1, int Send = -1, int Save = -1)
{
    private static readonly AsyncLocal<Failing?> Current = new();
    private readonly List<SimWorld> _worlds = [];

    /// <summary>The most writes, sends and saves that one of those worlds had.</summary>
    public (int Writes, int Sends, int Saves) Counted => (
        _worlds.Max(w => w.Writes), _worlds.Max(w => w.Bus.Sends), _worlds.Max(w => w.Saves));

    /// <summary>Does that with this failing in each of its worlds.</summary>
    public void During(Action what)
    {
        Current.Value = this;
        try
        {
            what();
        }
        finally
        {
            Current.Value = null;
        }
    }

    public static WorldOptions? Applied(WorldOptions? options) => Current.Value is not { } failing
        ? options
        : (options ?? WorldOptions.Default) with
        {
            FailWrite = failing.Write,
            FailSend = failing.Send,
            DieAfterSave = failing.Save,
        };

    public static void Made(SimWorld world) => Current.Value?._worlds.Add(world);
}

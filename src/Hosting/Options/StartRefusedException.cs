
namespace ServerlessSip.Hosting.Options;

/// <summary>The program cannot start; the message is the one line that the user reads.</summary>
internal sealed class StartRefusedException(string line) : Exception(line)
{
    public StartRefusedException(OptionError error)
        : this(error.ToString())
    {
    }
}

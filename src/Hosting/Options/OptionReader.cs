using Microsoft.Extensions.Configuration;

namespace ServerlessSip.Hosting.Options;

/// <summary>Reads options one after another and keeps the first error.</summary>
internal sealed class OptionReader(IConfiguration configuration)
{
    public IConfiguration Configuration => configuration;

    public OptionError? Error { get; private set; }

    /// <summary>The value under a key, or the fallback when the key is not there.</summary>
    public T Read<T>(string key, T fallback, OptionParser<T> parse, string expected)
    {
        var text = configuration[key];
        if (text is null) return fallback;
        if (parse(text.Trim(), out var value)) return value;
        Refuse(new OptionError(key, text, expected));
        return fallback;
    }

    public void Refuse(OptionError error) => Error ??= error;
}

using Microsoft.Extensions.Configuration;
using ServerlessSip.Local.Options;

namespace ServerlessSip.Local.Tests.Options;

/// <summary>Options as they are read from keys and values.</summary>
internal static class Loaded
{
    public static LocalOptions Good(params (string Key, string Value)[] pairs)
    {
        var options = Load(out var error, pairs);
        Assert.Null(error);
        return options!;
    }

    public static LocalOptions? Load(out string? error, params (string Key, string Value)[] pairs)
    {
        var options = OptionsLoader.Load(Configuration(pairs), Path.GetTempPath(), out var found);
        error = found?.ToString();
        return options;
    }

    public static IConfiguration Configuration(params (string Key, string Value)[] pairs) => new ConfigurationBuilder()
        .AddInMemoryCollection(pairs.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();
}

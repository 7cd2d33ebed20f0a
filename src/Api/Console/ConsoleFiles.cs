using System.Collections.Frozen;
using ServerlessSip.Api.Answers;
using ServerlessSip.Api.Routing;

namespace ServerlessSip.Api.Console;

/// <summary>The console page and its files, embedded so that they are there wherever the program is started.</summary>
internal static class ConsoleFiles
{
    private static readonly FrozenDictionary<string, ApiResource> s_files = new[]
    {
        Load("index.html", "text/html; charset=utf-8"),
        Load("console.css", "text/css; charset=utf-8"),
        Load("console.js", "text/javascript; charset=utf-8"),
        Load("views.js", "text/javascript; charset=utf-8"),
        Load("versions.js", "text/javascript; charset=utf-8"),
        Load("signalr.js", "text/javascript; charset=utf-8"),
        Load("icon.svg", "image/svg+xml"),
    }.ToFrozenDictionary(file => file.Name, file => file.Resource);

    /// <summary>The page itself.</summary>
    public static ApiResource Page => s_files["index.html"];

    public static ApiResource? Find(string name) => s_files.GetValueOrDefault(name);

    private static (string Name, ApiResource Resource) Load(string name, string contentType)
    {
        using var stream = typeof(ConsoleFiles).Assembly.GetManifestResourceStream($"console/{name}")
            ?? throw new InvalidOperationException($"the build left out console/{name}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var answer = new ApiAnswer { Status = 200, Body = bytes, ContentType = contentType };
        return (name, new ApiResource { Get = _ => ValueTask.FromResult(answer) });
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ServerlessSip.Scenarios.Clients;

/// <summary>What SIPp must find in a message, or keeps of it for later.</summary>
/// <param name="Where">A header's name, or nothing for the body.</param>
/// <param name="Pattern">A POSIX extended expression that the whole value fits.</param>
internal sealed record SippLook(string Where, string Pattern)
{
    /// <summary>The variable that keeps the value; none for a mere check.</summary>
    public string? Keep { get; init; }

    /// <summary>Of several such headers, which; from 1.</summary>
    public int Occurrence { get; init; } = 1;

    /// <summary>That header has exactly this value.</summary>
    public static SippLook Is(string header, string value) => new(header, $"^ *{Literal(value)}$");

    /// <summary>The body has this somewhere.</summary>
    public static SippLook Body(string text) => new("", Literal(text));

    public static SippLook Kept(string header, string variable, int occurrence = 1) =>
        new(header, ".*") { Keep = variable, Occurrence = occurrence };

    /// <summary>As it stands; what is special to POSIX or to XML stands for any one character.</summary>
    private static string Literal(string text) => Regex.Replace(text, @"[^A-Za-z0-9 =:;,/@%_-]", ".");
}

/// <summary>A SIPp scenario, written step by step into the XML that SIPp reads.</summary>
internal sealed class SippScript
{
    private readonly StringBuilder _steps = new();
    private readonly SortedSet<string> _variables = [];
    private int _checks;

    /// <summary>Once: SIPp cannot repeat one message and go on to send another, and loopback loses nothing.</summary>
    public void Send(string message) => Add($"<send><![CDATA[\n{message}]]></send>");

    /// <param name="expected">SIPp's attributes, e.g. <c>response="200" rrs="true"</c>.</param>
    public void Receive(string expected, params IEnumerable<SippLook> looks)
    {
        var actions = string.Concat(looks.Select(Action));
        Add(actions.Length == 0 ? $"<recv {expected}/>" : $"<recv {expected}><action>{actions}</action></recv>");
    }

    public void Pause(int milliseconds) => Add($"<pause milliseconds=\"{milliseconds}\"/>");

    public override string ToString()
    {
        // SIPp refuses a variable that is set and not read.
        var read = _variables.Count == 0 ? "" : $"<Reference variables=\"{string.Join(',', _variables)}\"/>\n";
        return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n"
            + $"<scenario name=\"script\">\n{_steps}{read}</scenario>\n";
    }

    private string Action(SippLook look)
    {
        var variable = look.Keep ?? string.Create(CultureInfo.InvariantCulture, $"check{++_checks}");
        _variables.Add(variable);
        var place = look.Where.Length == 0
            ? "search_in=\"body\""
            : $"search_in=\"hdr\" header=\"{look.Where}:\" occurrence=\"{look.Occurrence}\"";
        var must = look.Keep is null ? " check_it=\"true\"" : "";
        return $"<ereg regexp=\"{look.Pattern}\" {place}{must} assign_to=\"{variable}\"/>";
    }

    private void Add(string step) => _steps.Append(step).Append('\n');
}

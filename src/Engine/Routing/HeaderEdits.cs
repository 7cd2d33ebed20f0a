using System.Text;
using ServerlessSip.Sip.Messages;

namespace ServerlessSip.Engine.Routing;

/// <summary>What a route changes in the request that it sends on.</summary>
internal static class HeaderEdits
{
    public static void Apply(SipMessage request, ref MessageEditor editor, SendingRoute route)
    {
        foreach (var name in route.Removed) Remove(request, ref editor, name);
        foreach (var header in route.Added)
            editor.AppendLines(Encoding.UTF8.GetBytes(Line(header.Name, header.Value)));
        if (route.Identity is not { } identity) return;
        Remove(request, ref editor, "P-Asserted-Identity");
        editor.AppendLines(Encoding.UTF8.GetBytes(Line("P-Asserted-Identity", Text(identity))));
    }

    public static string Line(string name, string value) => $"{name}: {value}\r\n";

    /// <summary>A name-addr; a quoted name with RFC 3261's two escapes.</summary>
    public static string Text(CallerIdentity identity) => identity.Display is null
        ? $"<{identity.Uri}>"
        : $"\"{identity.Display.Replace("\\", "\\\\").Replace("\"", "\\\"")}\" <{identity.Uri}>";

    private static void Remove(SipMessage request, ref MessageEditor editor, string name)
    {
        for (var i = 0; i < request.HeaderCount; i++)
        {
            var field = request.Header(i);
            if (IsNamed(field, name)) editor.RemoveField(i);
        }
    }

    private static bool IsNamed(HeaderField field, string name) =>
        System.Text.Ascii.EqualsIgnoreCase(field.NameText.Span, name)
        // A field in its compact form has the name that its long form is known by.
        || (field.NameText.Length == 1
            && field.Name.ToString().Equals(name.Replace("-", ""), StringComparison.OrdinalIgnoreCase));
}

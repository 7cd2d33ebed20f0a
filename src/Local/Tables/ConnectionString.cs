using System.Diagnostics.CodeAnalysis;

namespace ServerlessSip.Local.Tables;

/// <summary>Takes a storage connection string apart: <c>Key=value</c> between semicolons, keys in any case.</summary>
internal static class ConnectionString
{
    private const string Expected =
        "expected UseDevelopmentStorage=true, or AccountName=…;AccountKey=…;TableEndpoint=…";

    internal static bool TryParse(
        string? text, out Dictionary<string, string> parts, [NotNullWhen(false)] out string? error)
    {
        parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        error = Expected;
        const StringSplitOptions trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var pair in (text ?? "").Split(';', trimmed))
        {
            // The value of AccountKey ends in '=' signs of its own: only the first one parts.
            var equals = pair.IndexOf('=');
            if (equals < 1 || !parts.TryAdd(pair[..equals].Trim(), pair[(equals + 1)..].Trim())) return false;
        }
        if (parts.Count == 0) return false;
        error = null;
        return true;
    }

    internal static bool TryReadAccount(
        Dictionary<string, string> parts, out string account, out byte[] key, [NotNullWhen(false)] out string? error)
    {
        key = [];
        error = null;
        account = parts.GetValueOrDefault("AccountName", "");
        var text = parts.GetValueOrDefault("AccountKey", "");
        if (account.Length == 0) error = $"AccountName is missing: {Expected}";
        else if (text.Length == 0) error = $"AccountKey is missing: {Expected}";
        else if (!TryDecode(text, out key)) error = "AccountKey is not base64";
        return error is null;
    }

    internal static bool TryReadAddress(
        Dictionary<string, string> parts, string account,
        [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? error)
    {
        var scheme = parts.GetValueOrDefault("DefaultEndpointsProtocol", Uri.UriSchemeHttps);
        var suffix = parts.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        var text = parts.GetValueOrDefault("TableEndpoint", $"{scheme}://{account}.table.{suffix}").TrimEnd('/');
        var valid = Uri.TryCreate(text, UriKind.Absolute, out address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address.Query.Length == 0 && address.UserInfo.Length == 0;
        error = valid ? null : "TableEndpoint: expected an address such as http://127.0.0.1:10002/devstoreaccount1";
        return valid;
    }

    private static bool TryDecode(string base64, out byte[] bytes)
    {
        bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var written)) return false;
        Array.Resize(ref bytes, written);
        return true;
    }
}

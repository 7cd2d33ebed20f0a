using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ServerlessSip.Scenarios.Harness;

/// <summary>Reads a table of the development account by REST, past the server.</summary>
internal static class TableRows
{
    private const string Account = "devstoreaccount1";
    private const string Key =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The partition keys of the first 1,000 entities.</summary>
    public static async Task<IReadOnlyList<string>> Partitions(int port, string table = "sip")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/{Account}/{table}()");
        var date = DateTime.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        // SharedKeyLite: the date and the path, which for Azurite has the account in it twice.
        var signed = Encoding.UTF8.GetBytes($"{date}\n/{Account}/{Account}/{table}()");
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Key), signed));
        request.Headers.Add("x-ms-date", date);
        request.Headers.Add("x-ms-version", "2019-02-02");
        request.Headers.TryAddWithoutValidation("Authorization", $"SharedKeyLite {Account}:{signature}");
        request.Headers.Accept.ParseAdd("application/json;odata=nometadata");
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{(int)answer.StatusCode} {text}");
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("value").EnumerateArray()
            .Select(entity => entity.GetProperty("PartitionKey").GetString()!)];
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServerlessSip.Api.Answers;

namespace ServerlessSip.Api.Routing;

/// <summary>Numbers in a query string.</summary>
internal static class QueryValue
{
    /// <summary><c>limit</c>, 1 to <see cref="ApiLimits.MaxListLength"/>.</summary>
    public static bool TryLimit(HttpRequest request, out int limit, [NotNullWhen(false)] out ApiAnswer? problem)
    {
        limit = ApiLimits.MaxListLength;
        problem = null;
        if (!TryNumber(request, "limit", ApiLimits.MaxListLength, out var number) || number < 1)
            problem = ApiAnswer.Problem(400, $"a number from 1 to {ApiLimits.MaxListLength}", "limit");
        else
            limit = (int)number;
        return problem is null;
    }

    /// <summary>A number of digits only; the fallback when the query does not name it.</summary>
    public static bool TryNumber(HttpRequest request, string name, long fallback, out long number)
    {
        number = fallback;
        var values = request.Query[name];
        if (values.Count == 0) return true;
        return values is [{ } text]
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && (name != "limit" || number <= ApiLimits.MaxListLength);
    }
}

using System.Net;
using ServerlessSip.Ports;

namespace ServerlessSip.Tables;

/// <summary>The one table of what an answer of a table service means.</summary>
public static class StoreFaults
{
    /// <summary>The error code of a missing table; a store that makes its own table then makes it.</summary>
    public const string TableNotFound = "TableNotFound";

    /// <summary>No answer came: refused, reset, timed out.</summary>
    public const int NoAnswer = 0;

    /// <param name="status">The HTTP status, or <see cref="NoAnswer"/>.</param>
    /// <param name="code">The service's error code, e.g. <c>UpdateConditionNotSatisfied</c>; null for none.</param>
    public static StoreStatus Classify(int status, string? code) => status switch
    {
        NoAnswer => StoreStatus.Transient,
        >= 200 and < 300 => StoreStatus.Ok,
        404 => ClassifyNotFound(code),
        409 => ClassifyConflict(code),
        412 => StoreStatus.Conflict,
        (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests => StoreStatus.Transient,
        (int)HttpStatusCode.NotImplemented or (int)HttpStatusCode.HttpVersionNotSupported => StoreStatus.Fatal,
        >= 500 => StoreStatus.Transient,
        _ => StoreStatus.Fatal,
    };

    // A 404 that does not name the entity comes from a wrong address; read as "no document" it would begin calls anew.
    private static StoreStatus ClassifyNotFound(string? code) => code switch
    {
        "ResourceNotFound" or "EntityNotFound" => StoreStatus.NotFound,
        TableNotFound => StoreStatus.Transient,
        _ => StoreStatus.Fatal,
    };

    // Other 409s (TableBeingDeleted, AccountBeingCreated, ...) speak of a state that passes.
    private static StoreStatus ClassifyConflict(string? code) => code switch
    {
        "EntityAlreadyExists" or "TableAlreadyExists" => StoreStatus.Conflict,
        _ => StoreStatus.Transient,
    };
}

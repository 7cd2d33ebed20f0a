using ServerlessSip.Ports;
using ServerlessSip.Tables;

namespace ServerlessSip.Local.Tests.Tables;

/// <summary>The fault table, line by line.</summary>
public sealed class StoreFaultsTests
{
    [Theory]
    [InlineData(StoreFaults.NoAnswer, null, StoreStatus.Transient)]
    [InlineData(200, null, StoreStatus.Ok)]
    [InlineData(201, null, StoreStatus.Ok)]
    [InlineData(204, null, StoreStatus.Ok)]
    [InlineData(301, null, StoreStatus.Fatal)]
    [InlineData(400, "InvalidInput", StoreStatus.Fatal)]
    [InlineData(400, "PropertyValueTooLarge", StoreStatus.Fatal)]
    [InlineData(401, "NoAuthenticationInformation", StoreStatus.Fatal)]
    [InlineData(403, "AuthenticationFailed", StoreStatus.Fatal)]
    [InlineData(404, "ResourceNotFound", StoreStatus.NotFound)]
    [InlineData(404, "EntityNotFound", StoreStatus.NotFound)]
    [InlineData(404, "TableNotFound", StoreStatus.Transient)]
    [InlineData(404, null, StoreStatus.Fatal)]
    [InlineData(405, "MethodNotAllowed", StoreStatus.Fatal)]
    [InlineData(408, null, StoreStatus.Transient)]
    [InlineData(409, "EntityAlreadyExists", StoreStatus.Conflict)]
    [InlineData(409, "TableAlreadyExists", StoreStatus.Conflict)]
    [InlineData(409, "TableBeingDeleted", StoreStatus.Transient)]
    [InlineData(409, null, StoreStatus.Transient)]
    [InlineData(412, "UpdateConditionNotSatisfied", StoreStatus.Conflict)]
    [InlineData(412, "ConditionNotMet", StoreStatus.Conflict)]
    [InlineData(413, "RequestBodyTooLarge", StoreStatus.Fatal)]
    [InlineData(415, null, StoreStatus.Fatal)]
    [InlineData(429, null, StoreStatus.Transient)]
    [InlineData(500, "InternalError", StoreStatus.Transient)]
    [InlineData(500, "OperationTimedOut", StoreStatus.Transient)]
    [InlineData(501, "NotImplemented", StoreStatus.Fatal)]
    [InlineData(502, null, StoreStatus.Transient)]
    [InlineData(503, "ServerBusy", StoreStatus.Transient)]
    [InlineData(504, null, StoreStatus.Transient)]
    [InlineData(505, null, StoreStatus.Fatal)]
    public void An_answer_means(int status, string? code, StoreStatus expected) =>
        Assert.Equal(expected, StoreFaults.Classify(status, code));
}

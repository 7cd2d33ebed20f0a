namespace ServerlessSip.AzureAdapters;

/// <summary>What Azure bills or limits, one each.</summary>
public enum Operation
{
    BusSend,
    BusSchedule,
    BusReceive,
    BusSessionAccept,
    TableRead,
    TableWrite,
    TableDelete,
    TableQuery,
    PushSend,
    PushOther,
}

namespace ServerlessSip.Architecture.References;

/// <summary>Who may know whom: the list that docs/ARCHITECTURE.md draws.</summary>
internal static class Allowed
{
    /// <summary>The hosts: they alone know adapters, and only tests know them.</summary>
    public static readonly string[] Hosts = ["Local", "Functions", "UdpRelay"];

    public static readonly string[] Adapters = ["AzureAdapters"];

    /// <summary>Every project, with what it may refer to; a project that is missing here is a finding.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Projects = new Dictionary<string, string[]>
    {
        ["Sip"] = [],
        ["Ports"] = [],
        ["Tables"] = ["Ports"],
        ["Engine"] = ["Sip", "Ports"],
        ["Edge"] = ["Sip", "Ports"],
        ["Api"] = ["Engine", "Ports"],
        ["Routes"] = ["Engine"],
        ["RouteTesting"] = ["Sip", "Ports", "Engine"],
        ["Hosting"] = ["Sip", "Ports", "Engine", "Edge", "Api", "Routes"],
        ["Local"] = ["Sip", "Ports", "Tables", "Engine", "Edge", "Api", "Hosting"],
        ["AzureAdapters"] = ["Ports", "Tables"],
        ["Functions"] = ["Sip", "Ports", "Tables", "Engine", "Api", "Hosting", "AzureAdapters"],
        ["UdpRelay"] = ["Sip", "Ports", "Edge", "Hosting", "AzureAdapters"],
        ["Contracts"] = ["Ports"],
        ["AzureDeclarations"] = [],
        ["ShadowAdapters"] = ["Ports", "Tables", "AzureDeclarations"],
        ["ShadowFunctions"] =
            ["Sip", "Ports", "Tables", "Engine", "Api", "Hosting", "ShadowAdapters", "AzureDeclarations"],
        ["ShadowUdpRelay"] = ["Sip", "Ports", "Edge", "Hosting", "ShadowAdapters", "AzureDeclarations"],
        ["Phone"] = [],
        ["ShadowPhone"] = ["AzureDeclarations"],
        ["Azure.Tests"] =
        [
            "Sip", "Ports", "Tables", "Engine", "Edge", "Hosting", "Contracts", "AzureAdapters", "Functions",
            "UdpRelay", "Phone",
        ],
        ["AzureSurface"] =
        [
            "Sip", "Ports", "Tables", "Engine", "Edge", "Hosting", "Contracts", "AzureDeclarations",
            "ShadowAdapters", "ShadowFunctions", "ShadowPhone", "ShadowUdpRelay",
        ],
        ["Sip.Tests"] = ["Sip"],
        ["Engine.Tests"] = ["Sip", "Ports", "Engine", "Contracts"],
        ["Edge.Tests"] = ["Sip", "Ports", "Edge"],
        ["Api.Tests"] = ["Ports", "Engine", "Api", "Sip", "Contracts"],
        ["Local.Tests"] =
        [
            "Sip", "Ports", "Tables", "Engine", "Edge", "Api", "Hosting", "Local", "Contracts", "RouteTesting",
            "TestRoutes",
        ],
        ["Simulation"] = ["Sip", "Ports", "Engine", "Edge", "Local"],
        ["TestRoutes"] = ["Engine"],
        ["Office"] = ["Engine"],
        ["Trunks"] = ["Engine"],
        ["Hours"] = ["Engine"],
        ["Samples"] = ["Engine", "RouteTesting", "Office", "Trunks", "Hours"],
        ["RouteTesting.Tests"] = ["Engine", "RouteTesting"],
        ["Scenarios"] = ["Sip", "Ports", "Engine", "Local", "Contracts", "TestRoutes"],
        ["Architecture"] = ["Local"],
        ["Infra"] = ["Contracts"],
        ["Micro"] = ["Sip"],
    };

    /// <summary>The packages that a project file itself may name; most name none.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Packages = new Dictionary<string, string[]>
    {
        ["Engine"] = ["Microsoft.Extensions.Logging.Abstractions"],
        ["Edge"] = ["Microsoft.Extensions.Logging.Abstractions"],
        ["RouteTesting"] = ["Microsoft.Extensions.DependencyInjection"],
        ["Local"] = ["Azure.Core"],
        ["AzureAdapters"] =
        [
            "Azure.Data.Tables", "Azure.Identity", "Azure.Messaging.ServiceBus", "Microsoft.Azure.SignalR",
            "Microsoft.Azure.SignalR.Management",
        ],
        ["Functions"] =
        [
            "Microsoft.Azure.Functions.Worker", "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore",
            "Microsoft.Azure.Functions.Worker.Extensions.ServiceBus",
            "Microsoft.Azure.Functions.Worker.Extensions.Timer", "Microsoft.Azure.Functions.Worker.Sdk",
        ],
        ["AzureDeclarations"] = ["Azure.Core", "Azure.Identity"],
        ["Phone"] = ["SIPSorcery"],
        ["Contracts"] = ["xunit.assert", "xunit.extensibility.core", "xunit.extensibility.execution"],
        ["Simulation"] = ["coverlet.msbuild"],
        ["Sip.Tests"] = ["FsCheck"],
        ["Scenarios"] = ["Microsoft.Playwright"],
        ["Micro"] = ["BenchmarkDotNet"],
    };
}

// What the Azure edition uses of the Functions worker and its extensions; the rest is left out.
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions
{
    public abstract class BindingAttribute : Attribute
    {
        public BindingAttribute() { }
    }

    public abstract class TriggerBindingAttribute : BindingAttribute
    {
        public TriggerBindingAttribute() { }
    }
}

namespace Microsoft.Azure.Functions.Worker
{
    [AttributeUsage(AttributeTargets.Method)]
    public class FunctionAttribute : Attribute
    {
        public FunctionAttribute(string name) => Name = name;
        public string Name { get; }
    }

    public sealed class ServiceBusTriggerAttribute : TriggerBindingAttribute
    {
        public ServiceBusTriggerAttribute(string queueName) => QueueName = queueName;
        public string? Connection { get; set; }
        public string? QueueName { get; }
        public bool IsSessionsEnabled { get; set; }
        public bool IsBatched { get; set; }
    }

    public sealed class HttpTriggerAttribute : TriggerBindingAttribute
    {
        public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;
        public string? Route { get; set; }
        public string[]? Methods { get; private set; }
        public AuthorizationLevel AuthLevel { get; private set; }
    }

    public enum AuthorizationLevel
    {
        Anonymous = 0,
        User = 1,
        Function = 2,
        System = 3,
        Admin = 4,
    }

    public sealed class TimerTriggerAttribute : TriggerBindingAttribute
    {
        public TimerTriggerAttribute(string schedule) => Schedule = schedule;
        public string Schedule { get; private set; }
        public bool RunOnStartup { get; set; }
    }

    public class ServiceBusMessageActions
    {
        protected ServiceBusMessageActions() { }
        public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task AbandonMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, Dictionary<string, object>? propertiesToModify = default, string? deadLetterReason = default, string? deadLetterErrorDescription = default, CancellationToken cancellationToken = default) => throw null!;
    }

    public class ServiceBusSessionMessageActions
    {
        protected ServiceBusSessionMessageActions() { }
        public virtual Task ReleaseSession(CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace Microsoft.Azure.Functions.Worker.Builder
{
    public class FunctionsApplication
    {
        public FunctionsApplication() { }
        public static FunctionsApplicationBuilder CreateBuilder(string[] args) => throw null!;
    }

    public class FunctionsApplicationBuilder
    {
        internal FunctionsApplicationBuilder() { }
        public ConfigurationManager Configuration => throw null!;
        public IServiceCollection Services => throw null!;
        public IHost Build() => throw null!;
    }

    public static class FunctionsApplicationBuilderAspNetCoreExtensions
    {
        public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => throw null!;
    }
}

namespace Microsoft.Azure.Functions.Worker
{
    public class TimerInfo
    {
        public TimerInfo() { }
        public bool IsPastDue { get; set; }
    }
}

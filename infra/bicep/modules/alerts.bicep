metadata description = 'What somebody must be told of. Each rule says what to do in docs/OPERATIONS.md.'

@description('Region of the log rules.')
param location string

@description('Start of every name.')
@minLength(3)
@maxLength(10)
param name string

@description('Tags of every resource.')
param tags object

@description('Who is told, by mail; empty for nobody, and the rules still show in the portal.')
param alertEmails array

@description('Resource id of the namespace.')
param namespaceId string

@description('Tier of the namespace.')
@allowed(['Standard', 'Premium'])
param serviceBusTier string

@description('Resource id of the account that holds the documents.')
param stateAccountId string

@description('Resource id of SignalR Service.')
param signalrId string

@description('Resource id of the function app.')
param functionAppId string

@description('Resource ids of the relay machines; none in the demo.')
param machineIds array

@description('Resource id of the workspace.')
param workspaceId string

@description('Messages in the queues that are too many: about ten seconds of traffic.')
@minValue(10)
param backlogMessages int

var metricRules = [
  {
    name: 'dead-letters'
    description: 'A message could not be handled and lies in a dead-letter queue.'
    severity: 1
    scope: namespaceId
    metricNamespace: 'Microsoft.ServiceBus/namespaces'
    metric: 'DeadletteredMessages'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'throttled'
    description: 'Service Bus refuses work: calls are failing to set up. Raise the tier or the units.'
    severity: 0
    scope: namespaceId
    metricNamespace: 'Microsoft.ServiceBus/namespaces'
    metric: 'ThrottledRequests'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'backlog'
    description: 'More comes in than functions take out.'
    severity: 1
    scope: namespaceId
    metricNamespace: 'Microsoft.ServiceBus/namespaces'
    metric: 'ActiveMessages'
    aggregation: 'Average'
    operator: 'GreaterThan'
    threshold: backlogMessages
  }
  {
    name: 'bus-errors'
    description: 'Service Bus answers with errors of its own.'
    severity: 2
    scope: namespaceId
    metricNamespace: 'Microsoft.ServiceBus/namespaces'
    metric: 'ServerErrors'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 5
  }
  {
    name: 'tables-unavailable'
    description: 'The tables answer with errors or throttle.'
    severity: 1
    scope: stateAccountId
    metricNamespace: 'Microsoft.Storage/storageAccounts'
    metric: 'Availability'
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: 99
  }
  {
    name: 'tables-slow'
    description: 'A table operation takes over a tenth of a second on the average.'
    severity: 2
    scope: stateAccountId
    metricNamespace: 'Microsoft.Storage/storageAccounts'
    metric: 'SuccessE2ELatency'
    aggregation: 'Average'
    operator: 'GreaterThan'
    threshold: 100
  }
  {
    name: 'functions-idle'
    description: 'No function runs, though relays probe them every few seconds: they are down or were not published.'
    severity: 0
    scope: functionAppId
    metricNamespace: 'Microsoft.Web/sites'
    metric: 'AlwaysReadyFunctionExecutionCount'
    aggregation: 'Total'
    operator: 'LessThan'
    threshold: 1
  }
  {
    name: 'push-connections'
    description: 'Web clients use more than four fifths of the connections that SignalR Service has.'
    severity: 3
    scope: signalrId
    metricNamespace: 'Microsoft.SignalRService/SignalR'
    metric: 'ConnectionQuotaUtilization'
    aggregation: 'Maximum'
    operator: 'GreaterThan'
    threshold: 80
  }
]

var logRules = [
  {
    name: 'functions-fail'
    description: 'Invocations of functions end with an exception.'
    severity: 1
    query: 'AppRequests | where Success == false and toint(ResultCode) !between (300 .. 499)'
    operator: 'GreaterThan'
    threshold: 5
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-people'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: name
    enabled: true
    emailReceivers: [for mail in alertEmails: {
      name: mail
      emailAddress: mail
      useCommonAlertSchema: true
    }]
  }
}

resource onMetrics 'Microsoft.Insights/metricAlerts@2018-03-01' = [for rule in metricRules: {
  name: '${name}-${rule.name}'
  location: 'global'
  tags: tags
  properties: {
    description: rule.description
    severity: rule.severity
    enabled: true
    scopes: [rule.scope]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: rule.name
          metricNamespace: rule.metricNamespace
          metricName: rule.metric
          timeAggregation: rule.aggregation
          operator: rule.operator
          threshold: rule.threshold
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}]

resource onUnits 'Microsoft.Insights/metricAlerts@2018-03-01' = if (serviceBusTier == 'Premium') {
  name: '${name}-bus-busy'
  location: 'global'
  tags: tags
  properties: {
    description: 'The messaging units are busy: scale up at seventy per cent.'
    severity: 2
    enabled: true
    scopes: [namespaceId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'bus-busy'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'NamespaceCpuUsage'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 70
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

resource onMachines 'Microsoft.Insights/metricAlerts@2018-03-01' = [for (machine, i) in machineIds: {
  name: '${name}-relay-${i + 1}-gone'
  location: 'global'
  tags: tags
  properties: {
    description: 'A relay machine does not run: its phones reach nobody until they turn to another relay.'
    severity: 0
    enabled: true
    scopes: [machine]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'gone'
          metricNamespace: 'Microsoft.Compute/virtualMachines'
          metricName: 'VmAvailabilityMetric'
          timeAggregation: 'Average'
          operator: 'LessThan'
          threshold: 1
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}]

resource onLogs 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in logRules: {
  name: '${name}-${rule.name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: '${name}-${rule.name}'
    description: rule.description
    severity: rule.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: rule.operator
          threshold: rule.threshold
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [people.id]
    }
  }
}]

metadata description = 'The namespace and its three queues.'

@description('Region of the namespace.')
param location string

@description('Start of every name.')
@minLength(3)
@maxLength(10)
param name string

@description('Six characters that make names unique in the world.')
param suffix string

@description('Tags of every resource.')
param tags object

@description('Standard bills by operation and is limited to 1,000 credits a second; Premium bills by messaging unit.')
@allowed(['Standard', 'Premium'])
param tier string

@description('Messaging units of the Premium tier; the Standard tier has none.')
@allowed([1, 2, 4, 8, 16])
param messagingUnits int

@description('Object id of the identity of the function app.')
param functionsPrincipalId string

@description('Object id of the identity of the relays.')
param relayPrincipalId string

// Azure Service Bus Data Owner: a receiver that cannot read queue lengths is scaled by peeking, silently and badly.
var dataOwner = '090c5cfd-751d-490a-894a-3ce6f1109419'
var dataSender = '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
var dataReceiver = '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: '${name}-bus-${suffix}'
  location: location
  tags: tags
  sku: {
    name: tier
    tier: tier
    capacity: tier == 'Premium' ? messagingUnits : null
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

// Everything that happens, in order for each call. Expiry is set by the sender, message by message: timers live for
// hours, so the queue must not cut them short, and what expires is worthless and goes without a trace.
resource sipIn 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: namespace
  name: 'sip-in'
  properties: {
    requiresSession: true
    requiresDuplicateDetection: false
    enablePartitioning: false
    lockDuration: 'PT30S'
    maxDeliveryCount: 10
    defaultMessageTimeToLive: 'P14D'
    deadLetteringOnMessageExpiration: false
  }
}

// What relays are to send; each relay accepts the session that bears its name, before anything is in it.
resource sipOut 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: namespace
  name: 'sip-out'
  properties: {
    requiresSession: true
    requiresDuplicateDetection: false
    enablePartitioning: false
    lockDuration: 'PT30S'
    maxDeliveryCount: 10
    defaultMessageTimeToLive: 'PT2M'
    deadLetteringOnMessageExpiration: false
  }
}

// User code that may wait; any worker, any order.
resource sipWork 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = {
  parent: namespace
  name: 'sip-work'
  properties: {
    requiresSession: false
    requiresDuplicateDetection: false
    enablePartitioning: false
    lockDuration: 'PT1M'
    maxDeliveryCount: 10
    defaultMessageTimeToLive: 'PT2M'
    deadLetteringOnMessageExpiration: false
  }
}

resource functionsOnNamespace 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace.id, functionsPrincipalId, dataOwner)
  scope: namespace
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataOwner)
  }
}

resource relayOnSipIn 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(sipIn.id, relayPrincipalId, dataSender)
  scope: sipIn
  properties: {
    principalId: relayPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataSender)
  }
}

resource relayOnSipOut 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(sipOut.id, relayPrincipalId, dataReceiver)
  scope: sipOut
  properties: {
    principalId: relayPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataReceiver)
  }
}

@description('Resource id of the namespace.')
output namespaceId string = namespace.id

@description('Host name of the namespace.')
output fullyQualifiedNamespace string = '${namespace.name}.servicebus.windows.net'

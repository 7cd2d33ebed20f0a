metadata description = 'SignalR Service in serverless mode: events go from the server to web clients only.'

@description('Region of the service.')
param location string

@description('Start of every name.')
@minLength(3)
@maxLength(10)
param name string

@description('Six characters that make names unique in the world.')
param suffix string

@description('Tags of every resource.')
param tags object

@description('Free_F1 has 20 connections and 20,000 messages a day; a Standard or Premium unit 1,000 and a million.')
@allowed(['Free_F1', 'Standard_S1', 'Premium_P1'])
param sku string

@description('Units of a Standard or Premium service; the free one has one.')
@allowed([1, 2, 5, 10, 20, 50, 100])
param units int

@description('Object id of the identity of the function app.')
param functionsPrincipalId string

// SignalR Service Owner: negotiating for a client needs it; REST API Owner may only send.
var signalrOwner = '7e4f1700-ea5a-4f59-8f37-079cfe29dce3'

resource signalr 'Microsoft.SignalRService/signalR@2024-03-01' = {
  name: '${name}-push-${suffix}'
  location: location
  tags: tags
  kind: 'SignalR'
  sku: {
    name: sku
    capacity: sku == 'Free_F1' ? 1 : units
  }
  properties: {
    disableLocalAuth: true
    features: [
      {
        flag: 'ServiceMode'
        value: 'Serverless'
      }
    ]
    tls: {
      clientCertEnabled: false
    }
  }
}

resource functionsOnSignalr 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(signalr.id, functionsPrincipalId, signalrOwner)
  scope: signalr
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', signalrOwner)
  }
}

@description('Resource id of the service.')
output signalrId string = signalr.id

@description('Address of the service.')
output uri string = 'https://${signalr.properties.hostName}'

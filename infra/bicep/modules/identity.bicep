metadata description = 'The two identities that code runs under. Nothing else in this system holds a key or a password of Azure.'

@description('Region of the identities.')
param location string

@description('Start of every name.')
@minLength(3)
@maxLength(10)
param name string

@description('Tags of every resource.')
param tags object

resource functions 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${name}-functions'
  location: location
  tags: tags
}

resource relay 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: '${name}-relay'
  location: location
  tags: tags
}

@description('Resource id of the identity of the function app.')
output functionsId string = functions.id

@description('Client id of the identity of the function app.')
output functionsClientId string = functions.properties.clientId

@description('Object id of the identity of the function app, for role assignments.')
output functionsPrincipalId string = functions.properties.principalId

@description('Resource id of the identity of the relays.')
output relayId string = relay.id

@description('Client id of the identity of the relays.')
output relayClientId string = relay.properties.clientId

@description('Object id of the identity of the relays, for role assignments.')
output relayPrincipalId string = relay.properties.principalId

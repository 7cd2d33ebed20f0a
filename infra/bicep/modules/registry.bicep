metadata description = 'The registry that builds and keeps the image of the relay.'

@description('Region of the registry.')
param location string

@description('Start of every name, lower-case letters and digits.')
@minLength(3)
@maxLength(10)
param name string

@description('Six characters that make names unique in the world.')
param suffix string

@description('Tags of every resource.')
param tags object

@description('Basic is enough for a handful of relays.')
@allowed(['Basic', 'Standard', 'Premium'])
param sku string

@description('Object id of the identity of the relays.')
param relayPrincipalId string

var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: '${name}images${suffix}'
  location: location
  tags: tags
  sku: {
    name: sku
  }
  properties: {
    adminUserEnabled: false
  }
}

resource relayOnRegistry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, relayPrincipalId, acrPull)
  scope: registry
  properties: {
    principalId: relayPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
  }
}

@description('Name of the registry.')
output registryName string = registry.name

@description('Host name of the registry.')
output loginServer string = registry.properties.loginServer

metadata description = 'Two accounts: one for the documents, whose transactions are counted in thousands a second, one for the function host.'

@description('Region of the accounts.')
param location string

@description('Start of every name, lower-case letters and digits.')
@minLength(3)
@maxLength(10)
param name string

@description('Six characters that make names unique in the world.')
param suffix string

@description('Tags of every resource.')
param tags object

@description('How the accounts are replicated: LRS in one datacentre, ZRS over the zones of a region.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param replication string

@description('The table that holds every document.')
param tableName string

@description('Object id of the identity of the function app.')
param functionsPrincipalId string

var packageContainer = 'packages'
// Storage Table Data Contributor: documents are read, written and deleted; the table itself is made here.
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
// Storage Blob Data Owner: the host keeps its leases and reads its package here.
var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'

resource state 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: '${name}state${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: replication
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: state
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = {
  parent: tables
  name: tableName
}

resource host 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: '${name}host${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: replication
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: host
  name: 'default'
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: blobs
  name: packageContainer
  properties: {
    publicAccess: 'None'
  }
}

resource functionsOnTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(state.id, functionsPrincipalId, tableDataContributor)
  scope: state
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableDataContributor)
  }
}

resource functionsOnBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(host.id, functionsPrincipalId, blobDataOwner)
  scope: host
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataOwner)
  }
}

@description('Resource id of the account that holds the documents.')
output stateAccountId string = state.id

@description('Address of its table service.')
output tablesUri string = state.properties.primaryEndpoints.table

@description('Name of the account of the function host.')
output hostAccountName string = host.name

@description('Address of the container that the function app is deployed from.')
output packagesUri string = '${host.properties.primaryEndpoints.blob}${packages.name}'

metadata description = 'A vault and who may read it. The template makes no secret: the deploy script does, once, and nobody sees it.'

@description('Region of the vault.')
param location string

@description('Name of the vault, unique in the world.')
@minLength(3)
@maxLength(24)
param vaultName string

@description('Tags of every resource.')
param tags object

@description('Object ids of the identities that read secrets.')
param readerPrincipalIds array

@description('Object id of who deploys and writes the secrets; empty for nobody.')
param deployerPrincipalId string

@description('What the deployer is.')
@allowed(['User', 'Group', 'ServicePrincipal'])
param deployerPrincipalType string

@description('True lets deployments of this resource group pass a secret on to a container; only the demo needs it.')
param readByTemplates bool

@description('Resource id of the workspace that keeps who read what.')
param workspaceId string

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: vaultName
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: readByTemplates
  }
}

resource readers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for reader in readerPrincipalIds: {
  name: guid(vault.id, reader, secretsUser)
  scope: vault
  properties: {
    principalId: reader
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}]

resource deployer 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  name: guid(vault.id, deployerPrincipalId, secretsOfficer)
  scope: vault
  properties: {
    principalId: deployerPrincipalId
    principalType: deployerPrincipalType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

@description('Address of the vault, with a slash at its end.')
output vaultUri string = vault.properties.vaultUri

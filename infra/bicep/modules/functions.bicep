metadata description = 'The function app on Flex Consumption.'

@description('Region of the app.')
param location string

@description('Start of every name.')
@minLength(3)
@maxLength(10)
param name string

@description('Six characters that make names unique in the world.')
param suffix string

@description('Tags of every resource.')
param tags object

@description('Resource id of the identity that the app runs under.')
param identityId string

@description('Client id of that identity.')
param identityClientId string

@description('Address of the container that the app is deployed from.')
param packagesUri string

@description('Memory of one instance in megabytes; the share of a processor goes with it (2048: one).')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Instances at most, for each group of functions that is scaled by itself.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('Instances of SipIn that always run. With sessions in lanes, all lanes must fit on one fewer.')
@minValue(1)
@maxValue(100)
param alwaysReadySipIn int

@description('Instances of the HTTP functions that always run.')
@minValue(0)
@maxValue(100)
param alwaysReadyHttp int

@description('Instances of Work that always run; needed where routes of your own wait for others.')
@minValue(0)
@maxValue(100)
param alwaysReadyWork int

@description('Everything the code reads, by name.')
param settings object

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: '${name}-plan'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

var alwaysReadyAll = [
  {
    name: 'function:SipIn'
    instanceCount: alwaysReadySipIn
  }
  {
    name: 'function:Work'
    instanceCount: alwaysReadyWork
  }
  {
    name: 'http'
    instanceCount: alwaysReadyHttp
  }
]

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: '${name}-functions-${suffix}'
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packagesUri
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: filter(alwaysReadyAll, group => group.instanceCount > 0)
      }
    }
  }
}

resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(settings, {
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identityClientId
  })
}

// Publishing goes by identity; the passwords of the publishing sites are switched off.
resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

@description('Resource id of the function app.')
output appId string = app.id

@description('Name of the function app.')
output appName string = app.name

@description('Host name of the function app.')
output hostName string = app.properties.defaultHostName

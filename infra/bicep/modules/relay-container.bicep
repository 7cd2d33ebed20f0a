metadata description = 'One relay as a container instance, for a demo: its address may change, and an update interrupts it.'

@description('Region of the container.')
param location string

@description('Start of every name.')
@minLength(3)
@maxLength(10)
param name string

@description('Tags of every resource.')
param tags object

@description('Label of the name under azurecontainer.io, unique in the region.')
param dnsLabel string

@description('Resource id of the identity that the relay runs under.')
param identityId string

@description('Host name of the registry.')
param registry string

@description('The image with its digest.')
param image string

@description('Environment of the relay.')
param environment object

@description('The secret that signs tokens; from the vault, shown nowhere.')
@secure()
param sipSecret string

var common = map(items(environment), entry => {
  name: entry.key
  value: entry.value
})

resource container 'Microsoft.ContainerInstance/containerGroups@2025-09-01' = {
  name: '${name}-relay'
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    osType: 'Linux'
    restartPolicy: 'Always'
    imageRegistryCredentials: [
      {
        server: registry
        identity: identityId
      }
    ]
    ipAddress: {
      type: 'Public'
      dnsNameLabel: dnsLabel
      ports: [
        {
          port: 5060
          protocol: 'UDP'
        }
      ]
    }
    containers: [
      {
        name: 'relay'
        properties: {
          image: image
          ports: [
            {
              port: 5060
              protocol: 'UDP'
            }
          ]
          resources: {
            requests: {
              cpu: 1
              memoryInGB: 1
            }
          }
          environmentVariables: concat(common, [
            {
              name: 'Sip__Secret'
              secureValue: sipSecret
            }
          ])
        }
      }
    ]
  }
}

@description('Name of the container group.')
output containerName string = container.name

@description('Name that phones reach the relay by.')
output hostName string = container.properties.ipAddress.fqdn

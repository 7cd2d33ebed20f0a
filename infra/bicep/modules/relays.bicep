metadata description = 'Machines that run one container each: the relay, by digest, under systemd, in the host\'s network.'

@description('Region of the machines.')
param location string

@description('Start of every name.')
@minLength(3)
@maxLength(10)
param name string

@description('Tags of every resource.')
param tags object

@description('Zones that relays are spread over, one after the other; empty where a region has none.')
param zones array

@description('Resource ids of the interfaces; there are as many relays.')
param interfaceIds array

@description('Public addresses, in the same order.')
param addresses array

@description('Size of a machine.')
param vmSize string

@description('Public SSH key; Azure demands one. No rule lets SSH in.')
param sshPublicKey string

@description('Resource id of the identity that the relay runs under.')
param identityId string

@description('Client id of that identity.')
param identityClientId string

@description('Host name of the registry.')
param registry string

@description('The image with its digest; empty before the first build.')
param image string

@description('Address of the vault, with a slash at its end.')
param vaultUri string

@description('Names of the secrets that the relay is given as files.')
param secretNames array

@description('Environment of the relay, the same for all; its own name and address are added.')
param environment object

// Never change this text while machines exist that were made with it: Azure refuses new custom data for an old machine.
// All that may change is in the user data.
var bootstrap = loadFileAsBase64('../relay/cloud-init.yaml')

var homes = '/home'
var configure = loadTextContent('../relay/configure.sh')
var common = map(items(environment), entry => '${entry.key}=${entry.value}')
var configured = [for (address, i) in addresses: replace(configure, '@@ENVIRONMENT@@', join(concat(common, [
  'Relay__Id=${name}-relay-${i + 1}'
  'Sip__Advertise=${address}:5060'
]), '\n'))]
var withImage = [for text in configured: replace(replace(text, '@@IMAGE@@', image), '@@REGISTRY@@', registry)]
var withSecrets = [for text in withImage: replace(replace(text, '@@VAULT@@', vaultUri), '@@SECRETS@@', join(secretNames, ' '))]
var userData = [for text in withSecrets: replace(text, '@@CLIENT_ID@@', identityClientId)]

resource machines 'Microsoft.Compute/virtualMachines@2024-07-01' = [for i in range(0, length(interfaceIds)): {
  name: '${name}-relay-${i + 1}'
  location: location
  tags: tags
  zones: take(skip(zones, i % max(length(zones), 1)), 1)
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    hardwareProfile: {
      vmSize: vmSize
    }
    securityProfile: {
      securityType: 'TrustedLaunch'
      uefiSettings: {
        secureBootEnabled: true
        vTpmEnabled: true
      }
    }
    storageProfile: {
      imageReference: {
        publisher: 'Canonical'
        offer: 'ubuntu-24_04-lts'
        sku: 'server'
        version: 'latest'
      }
      osDisk: {
        createOption: 'FromImage'
        deleteOption: 'Delete'
        diskSizeGB: 32
        managedDisk: {
          storageAccountType: 'StandardSSD_LRS'
        }
      }
    }
    osProfile: {
      computerName: '${name}-relay-${i + 1}'
      adminUsername: 'relay'
      customData: bootstrap
      linuxConfiguration: {
        disablePasswordAuthentication: true
        ssh: {
          publicKeys: [
            {
              path: '${homes}/relay/.ssh/authorized_keys'
              keyData: sshPublicKey
            }
          ]
        }
        patchSettings: {
          patchMode: 'AutomaticByPlatform'
          assessmentMode: 'AutomaticByPlatform'
          automaticByPlatformSettings: {
            rebootSetting: 'Never'
          }
        }
      }
    }
    userData: base64(userData[i])
    networkProfile: {
      networkInterfaces: [
        {
          id: interfaceIds[i]
          properties: {
            deleteOption: 'Detach'
          }
        }
      ]
    }
    diagnosticsProfile: {
      bootDiagnostics: {
        enabled: true
      }
    }
  }
}]

@description('Names of the machines, in order.')
output machineNames array = [for i in range(0, length(interfaceIds)): machines[i].name]

@description('Resource ids of the machines, in order.')
output machineIds array = [for i in range(0, length(interfaceIds)): machines[i].id]

metadata description = 'The network of the relays, closed but for SIP, and their addresses, which stay when a machine is replaced.'

@description('Region of the network.')
param location string

@description('Start of every name.')
@minLength(3)
@maxLength(10)
param name string

@description('Tags of every resource.')
param tags object

@description('How many relays.')
@minValue(1)
@maxValue(20)
param relayCount int

@description('Zones that relays are spread over, one after the other; empty where a region has none.')
param zones array

@description('Who may send SIP: address ranges in CIDR notation, or Internet.')
param sipSources array

resource rules 'Microsoft.Network/networkSecurityGroups@2025-09-01' = {
  name: '${name}-relay-rules'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'sip-udp'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Udp'
          sourceAddressPrefixes: sipSources
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '5060'
        }
      }
      {
        name: 'sip-tcp'
        properties: {
          priority: 110
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefixes: sipSources
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '5060'
        }
      }
      {
        name: 'nothing-else'
        properties: {
          priority: 4000
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2025-09-01' = {
  name: '${name}-relays'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: ['10.60.0.0/24']
    }
    subnets: [
      {
        name: 'relays'
        properties: {
          addressPrefix: '10.60.0.0/26'
          networkSecurityGroup: {
            id: rules.id
          }
        }
      }
    ]
  }
}

// One address a relay: stateless translation one to one, port 5060 kept, fragments passed. A load balancer does neither.
resource addresses 'Microsoft.Network/publicIPAddresses@2025-09-01' = [for i in range(0, relayCount): {
  name: '${name}-relay-${i + 1}'
  location: location
  tags: tags
  zones: take(skip(zones, i % max(length(zones), 1)), 1)
  sku: {
    name: 'Standard'
    tier: 'Regional'
  }
  properties: {
    publicIPAddressVersion: 'IPv4'
    publicIPAllocationMethod: 'Static'
  }
}]

resource interfaces 'Microsoft.Network/networkInterfaces@2025-09-01' = [for i in range(0, relayCount): {
  name: '${name}-relay-${i + 1}'
  location: location
  tags: tags
  properties: {
    ipConfigurations: [
      {
        name: 'sip'
        properties: {
          subnet: {
            id: network.properties.subnets[0].id
          }
          privateIPAllocationMethod: 'Dynamic'
          publicIPAddress: {
            id: addresses[i].id
          }
        }
      }
    ]
  }
}]

@description('Resource ids of the interfaces, in the order of the relays.')
output interfaceIds array = [for i in range(0, relayCount): interfaces[i].id]

@description('Public addresses, in the order of the relays.')
output addresses array = [for i in range(0, relayCount): addresses[i].properties.ipAddress]

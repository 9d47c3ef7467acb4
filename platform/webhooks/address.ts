import ipaddr from 'ipaddr.js'

/** Global unicast, the only part of IPv6 that is routed on the internet (RFC 4291, 2.4). */
const globalUnicast = ipaddr.parseCIDR('2000::/3')

/** An address of the other family inside the one of IPv6 is what is connected to. */
const plain = (address: string): ipaddr.IPv4 | ipaddr.IPv6 => ipaddr.process(address)

/** Whether the whole internet means the same host by it: no private, local, shared, mapped, tunnelled or reserved one. */
export const isPublic = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false
  const parsed = plain(address)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || parsed.match(globalUnicast)
}

/** Whether it lies in one of these addresses and networks. */
export const liesIn = (address: string, networks: readonly string[]): boolean => {
  if (!ipaddr.isValid(address)) return false
  const parsed = plain(address)
  return networks.some((network) => {
    const [base, bits] = network.includes('/')
      ? ipaddr.parseCIDR(network)
      : ([ipaddr.parse(network), undefined] as const)
    return (
      parsed.kind() === base.kind() &&
      parsed.match(base, bits ?? (base.kind() === 'ipv4' ? 32 : 128))
    )
  })
}

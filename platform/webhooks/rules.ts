import { isIP } from 'node:net'
import { isPublic, liesIn } from './address.ts'

/** Ports of HTTPS; others belong to services that expect no webhooks. */
const publicPorts: readonly string[] = ['', '443', '8443']

/** `networks` are the operator's own: receivers there may be private, without TLS, on any port. */
export type AddressRules = { readonly networks: readonly string[] }

/** The host of a URL as sockets take it: IPv6 without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

/** Why nothing is sent to the URL, whatever its host resolves to. */
export const refusalOfUrl = (url: URL, { networks }: AddressRules): string | undefined => {
  const isOpen = networks.length > 0
  if (url.protocol !== 'https:' && !(isOpen && url.protocol === 'http:'))
    return 'The URL does not begin with https.'
  if (url.username !== '' || url.password !== '') return 'The URL holds credentials.'
  const host = hostOf(url)
  if (isIP(host) !== 0) return refusalOfAddress(url, host, { networks })
  return isOpen ? undefined : refusalOfPort(url)
}

const refusalOfPort = ({ port }: URL): string | undefined =>
  publicPorts.includes(port) ? undefined : `Nothing is sent to port ${port}.`

/** Why nothing is sent there: the address that a connection would be made to. */
export const refusalOfAddress = (
  url: URL,
  address: string,
  { networks }: AddressRules,
): string | undefined => {
  if (liesIn(address, networks)) return undefined
  if (!isPublic(address)) return 'The host is not on the public internet.'
  if (url.protocol !== 'https:') return 'The URL does not begin with https.'
  return refusalOfPort(url)
}

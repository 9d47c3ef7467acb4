import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { hostOf, refusalOfAddress, type AddressRules } from './rules.ts'

/** All addresses of a host. Rejects when there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>

export const systemResolve: Resolve = async (host) => {
  const found = await lookup(host, { all: true })
  return found.map(({ address }) => address)
}

/** The addresses that a connection may be made to; every one of the host's was looked at. */
export type Resolved =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'refused'; readonly detail: string }

/** One address that is not allowed refuses the host: who mixes them wants something. */
export const resolveChecked = async (
  url: URL,
  rules: AddressRules,
  resolve: Resolve,
): Promise<Resolved> => {
  const host = hostOf(url)
  const addresses = isIP(host) === 0 ? await resolve(host) : [host]
  for (const address of addresses) {
    const detail = refusalOfAddress(url, address, rules)
    if (detail !== undefined) return { kind: 'refused', detail }
  }
  if (addresses.length === 0) throw new NoAddress('The host has no address.')
  return { kind: 'addresses', addresses }
}

export class NoAddress extends Error {
  override readonly name = 'NoAddress'
  readonly code = 'ENOTFOUND'
}

import { category } from '../../../domain/catalog/listing.ts'
import type { Saga } from '../../runtime/saga.ts'

/** The name is stored: it never changes. */
export type ListingPolicyEffect = { readonly kind: 'publishUnreviewed'; readonly appId: string }

/** Publishes what sellers submit, where holders of the token have decided that nobody has to look at it first. */
export const listingPolicy: Saga<Readonly<Record<string, never>>, ListingPolicyEffect> = {
  name: 'listingPolicy',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: { ListingSubmitted: { starts: 'appId' } },
  mayRest: true,
  initial: {},
  evolve: (state) => state,
  decide: (message) => {
    if (message.type !== 'input') return []
    // Out of the log, where it was held against the contract of its type.
    const { appId } = message.input.data as { readonly appId: string }
    return [{ do: 'request', effect: { kind: 'publishUnreviewed', appId } }]
  },
}

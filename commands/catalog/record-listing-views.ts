import { z } from 'zod'
import { listing } from '../../domain/catalog/listing.ts'
import { listingViews } from '../../domain/catalog/listing-views.ts'
import { Id } from '../../domain/shared/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { personOf } from '../accounts/membership.ts'
import { defineCommand } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'

/** Listings on the market that are not the viewer's own: sellers do not make themselves popular. */
const countable = async (
  { context, load }: CommandTools,
  appIds: readonly string[],
): Promise<readonly string[]> => {
  const found = await Promise.all(appIds.map(async (appId) => (await load(listing, appId)).state))
  return found.flatMap((state) =>
    state.kind === 'listed' &&
    state.status === 'PUBLISHED' &&
    state.organisationId !== context.organisation
      ? [state.appId]
      : [],
  )
}

/** Somebody looked at these listings. Each counts once for an account and a day, UTC. */
export const recordListingViews = defineCommand({
  name: 'catalog.record-listing-views',
  input: z.strictObject({ appIds: z.array(Id).min(1).max(50) }),
  scope: 'marketplace:write',
  run: async ({ appIds: viewed }, tools) => {
    const viewer = personOf(tools.context)
    if (typeof viewer !== 'string') return viewer
    const day = tools.services.clock.now().toISOString().slice(0, 10)
    const appIds = await countable(tools, [...new Set(viewed)])
    const id = derivedId('listing-views', viewer, day)
    const changed = await tools.change(listingViews, id, { type: 'RecordViews', day, appIds })
    return 'stream' in changed ? { answer: { day }, changed } : changed
  },
})

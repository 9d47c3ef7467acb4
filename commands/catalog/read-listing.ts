import { z } from 'zod'
import { listing } from '../../domain/catalog/listing.ts'
import { Offer } from '../../domain/catalog/listing-offer.ts'
import { Id } from '../../domain/shared/values.ts'
import { notFound } from '../shared/change.ts'
import type { CommandContext } from '../shared/context.ts'
import { actsFor } from '../shared/isolation.ts'
import { readAggregate, type ReadOutcome } from '../shared/read.ts'
import type { Services } from '../shared/services.ts'

export const ListingView = Offer.extend({
  appId: Id,
  organisationId: Id,
  status: z.enum(['DRAFT', 'IN_REVIEW', 'PUBLISHED', 'SUSPENDED', 'DELISTED']),
})
export type ListingView = z.output<typeof ListingView>

/** A listing as it is now: one on the market for whoever is signed in, every other one for its seller. */
export const readListing = (
  services: Services,
  context: CommandContext,
  appId: string,
): Promise<ReadOutcome<ListingView>> =>
  readAggregate(services, context, 'signed-in', listing, appId, (state) => {
    if (state.kind === 'absent') return notFound('listing')
    if (state.status !== 'PUBLISHED' && !actsFor(context, state.organisationId))
      return notFound('listing')
    const { organisationId, status, title, summary, description, categories } = state
    const { screenshots, supportContact, previewRuns, plans } = state
    const words = { title, summary, description, categories, screenshots }
    return { appId, organisationId, status, ...words, supportContact, previewRuns, plans }
  })

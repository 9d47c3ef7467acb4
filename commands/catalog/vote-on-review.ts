import { z } from 'zod'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { personOf } from '../accounts/membership.ts'
import { defineCommand } from '../shared/definition.ts'
import { changeReview, shownReview } from './own-review.ts'
import { refusedSeller } from './refused-seller.ts'

/** Somebody found a review helpful, or takes that back. */
export const voteOnReview = defineCommand({
  name: 'catalog.vote-on-review',
  input: z.strictObject({ reviewId: Id, helpful: z.boolean() }),
  scope: 'marketplace:write',
  run: async ({ reviewId, helpful }, tools) => {
    const voter = personOf(tools.context)
    if (typeof voter !== 'string') return voter
    const found = await shownReview(tools, reviewId)
    if (isRejection(found)) return found
    const refused = helpful
      ? await refusedSeller(tools, found.sellerOrganisation, voter)
      : undefined
    return refused ?? changeReview(tools, reviewId, { type: 'Vote', voter, helpful })
  },
})

import { z } from 'zod'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { changeReview, ownReview } from './own-review.ts'

/** The author takes the review back. It counts no more. */
export const withdrawReview = defineCommand({
  name: 'catalog.withdraw-review',
  input: z.strictObject({ reviewId: Id }),
  scope: 'marketplace:write',
  run: async ({ reviewId }, tools) => {
    const owned = await ownReview(tools, reviewId)
    return isRejection(owned) ? owned : changeReview(tools, reviewId, { type: 'WithdrawReview' })
  },
})

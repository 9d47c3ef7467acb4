import { z } from 'zod'
import { ReplyText } from '../../domain/catalog/review-events.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import { actsFor } from '../shared/isolation.ts'
import { changeReview, shownReview } from './own-review.ts'

/** The seller answers in public, for the organisation. */
export const replyToReview = defineCommand({
  name: 'catalog.reply-to-review',
  input: z.strictObject({ reviewId: Id, reply: ReplyText }),
  scope: 'catalog:write',
  run: async ({ reviewId, reply }, tools) => {
    const found = await shownReview(tools, reviewId)
    if (isRejection(found)) return found
    if (!actsFor(tools.context, found.sellerOrganisation))
      return notFound('review of an app of yours')
    return changeReview(tools, reviewId, { type: 'ReplyToReview', reply })
  },
})

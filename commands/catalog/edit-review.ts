import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { Opinion, sealOpinion } from './opinion.ts'
import { changeReview, ownReview } from './own-review.ts'

/** The author says something else. */
export const editReview = defineCommand({
  name: 'catalog.edit-review',
  input: Opinion.extend({ reviewId: Id }),
  scope: 'marketplace:write',
  run: async ({ reviewId, ...opinion }, tools) => {
    const owned = await ownReview(tools, reviewId)
    if (isRejection(owned)) return owned
    const sealed = await sealOpinion(tools.services, owned.author, opinion)
    return changeReview(tools, reviewId, { type: 'EditReview', ...sealed })
  },
})

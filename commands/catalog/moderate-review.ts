import { z } from 'zod'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { changeReview } from './own-review.ts'
import { Reasoned } from './verdict.ts'

/** An operator hides a review, which counts no more, or shows it again. The author is told the reason. */
export const moderateReview = defineCommand({
  name: 'catalog.moderate-review',
  input: Reasoned.extend({ reviewId: Id, visibility: z.enum(['HIDDEN', 'SHOWN']) }),
  scope: 'marketplace:admin',
  run: ({ reviewId, visibility, ...said }, tools) => {
    const type = visibility === 'HIDDEN' ? 'HideReview' : 'ShowReview'
    return changeReview(tools, reviewId, { type, ...said })
  },
})

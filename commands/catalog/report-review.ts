import { z } from 'zod'
import { ReportReason } from '../../domain/catalog/review-events.ts'
import { Id } from '../../domain/shared/values.ts'
import { personOf } from '../accounts/membership.ts'
import { defineCommand } from '../shared/definition.ts'
import { changeReview } from './own-review.ts'

/** Somebody says that a review should not be there. Each person counts once. */
export const reportReview = defineCommand({
  name: 'catalog.report-review',
  input: z.strictObject({ reviewId: Id, reason: ReportReason }),
  scope: 'marketplace:write',
  run: async ({ reviewId, reason }, tools) => {
    const reporter = personOf(tools.context)
    if (typeof reporter !== 'string') return reporter
    return changeReview(tools, reviewId, { type: 'ReportReview', reporter, reason })
  },
})

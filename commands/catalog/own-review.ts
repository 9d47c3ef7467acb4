import { review, type ReviewCommand, type WrittenReview } from '../../domain/catalog/review.ts'
import { isRejection, type Rejection } from '../../domain/shared/rejection.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { personOf } from '../accounts/membership.ts'
import { notFound } from '../shared/change.ts'
import type { Completed } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'

export type ReviewAnswer = { readonly reviewId: string }

/** A review that everybody may see. */
export const shownReview = async (
  tools: CommandTools,
  reviewId: string,
): Promise<WrittenReview | Rejection> => {
  const { state } = await tools.load(review, reviewId)
  return state.kind === 'absent' ? notFound('review') : state
}

/** The review, if the caller wrote it. */
export const ownReview = async (
  tools: CommandTools,
  reviewId: string,
): Promise<WrittenReview | Rejection> => {
  const author = personOf(tools.context)
  if (typeof author !== 'string') return author
  const found = await shownReview(tools, reviewId)
  return isRejection(found) || found.author === author ? found : notFound('review')
}

export const changeReview = async (
  tools: CommandTools,
  reviewId: string,
  command: ReviewCommand,
): Promise<Completed<ReviewAnswer> | Rejection | Failure> => {
  const changed = await tools.change(review, reviewId, command)
  return 'stream' in changed ? { answer: { reviewId }, changed } : changed
}

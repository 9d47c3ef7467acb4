import { z } from 'zod'
import { editReview } from '../../commands/catalog/edit-review.ts'
import { moderateReview } from '../../commands/catalog/moderate-review.ts'
import { replyToReview } from '../../commands/catalog/reply-to-review.ts'
import { reportReview } from '../../commands/catalog/report-review.ts'
import { voteOnReview } from '../../commands/catalog/vote-on-review.ts'
import { withdrawReview } from '../../commands/catalog/withdraw-review.ts'
import { writeReview } from '../../commands/catalog/write-review.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { Id, noBody } from '../shapes.ts'
import { exampleId, exampleReason, exampleReview } from './market-examples.ts'

const ReviewPath = z.strictObject({ reviewId: Id })
const ReviewAnswer = z.object({ reviewId: Id })

/** What people say of apps. */
export const reviewRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'writeReview',
    tag: 'catalog',
    summary: 'Review an app',
    description:
      'One review of a person and an app, from verified use: a run of theirs that completed, or a subscription of theirs ' +
      'that was active.',
    problems: ['NOT_FOUND', 'ALREADY_EXISTS', 'USE_NOT_VERIFIED', 'REVIEW_HIDDEN', 'LIMIT_REACHED'],
    method: 'POST',
    path: '/v1/apps/:appId/reviews',
    command: writeReview,
    params: z.strictObject({ appId: Id }),
    body: writeReview.input.omit({ appId: true }),
    example: { ...exampleReview, use: { kind: 'JOB' as const, jobId: exampleId } },
    input: (path, body) => ({ ...path, ...body }),
    status: 201,
    answer: ReviewAnswer,
  }),
  mountCommand({
    operationId: 'editReview',
    tag: 'catalog',
    summary: 'Say something else in a review',
    description: 'Ten times at most, and not while it is hidden.',
    problems: ['NOT_FOUND', 'REVIEW_HIDDEN', 'LIMIT_REACHED'],
    method: 'PUT',
    path: '/v1/reviews/:reviewId',
    command: editReview,
    params: ReviewPath,
    body: editReview.input.omit({ reviewId: true }),
    example: exampleReview,
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: ReviewAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'withdrawReview',
    tag: 'catalog',
    summary: 'Take a review back',
    description: 'It counts no more. Its author may write again.',
    problems: ['NOT_FOUND'],
    method: 'DELETE',
    path: '/v1/reviews/:reviewId',
    command: withdrawReview,
    params: ReviewPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: ReviewAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'replyToReview',
    tag: 'catalog',
    summary: 'Answer a review, as the seller',
    description: 'In public and for the organisation; another answer takes the place of the first.',
    problems: ['NOT_FOUND', 'LIMIT_REACHED'],
    method: 'PUT',
    path: '/v1/reviews/:reviewId/reply',
    command: replyToReview,
    params: ReviewPath,
    body: replyToReview.input.omit({ reviewId: true }),
    example: { reply: 'Thank you. The next release adds a basis.' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: ReviewAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'voteOnReview',
    tag: 'catalog',
    summary: 'Say whether a review was helpful',
    problems: ['NOT_FOUND'],
    method: 'PUT',
    path: '/v1/reviews/:reviewId/vote',
    command: voteOnReview,
    params: ReviewPath,
    body: voteOnReview.input.omit({ reviewId: true }),
    example: { helpful: true },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: ReviewAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'reportReview',
    tag: 'catalog',
    summary: 'Say that a review should not be there',
    description: 'Operators look at it. A person counts once.',
    problems: ['NOT_FOUND'],
    method: 'POST',
    path: '/v1/reviews/:reviewId/reports',
    command: reportReview,
    params: ReviewPath,
    body: reportReview.input.omit({ reviewId: true }),
    example: { reason: 'SPAM' as const },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: ReviewAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'moderateReview',
    tag: 'catalog',
    summary: 'Hide a review, or show it again',
    description:
      'A hidden one counts no more. The reason is for its author, the note for operators.',
    problems: ['NOT_FOUND'],
    method: 'PUT',
    path: '/v1/reviews/:reviewId/visibility',
    command: moderateReview,
    params: ReviewPath,
    body: moderateReview.input.omit({ reviewId: true }),
    example: { visibility: 'HIDDEN' as const, ...exampleReason },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: ReviewAnswer,
    precondition: 'accepted',
  }),
]

import type { ChangesWish, OfferWish } from '../../domain/catalog/listing-changes.ts'
import { listingViews } from '../../domain/catalog/listing-views.ts'
import { listing, type ListingCommand } from '../../domain/catalog/listing.ts'
import { review, type ReviewCommand } from '../../domain/catalog/review.ts'
import type { PlanWish } from '../../domain/subscriptions/plan-rules.ts'
import { free, monthly, payPerUse } from '../kit/plans.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, job: string, organisation: string) => void

const wishOf = ({ planId: _, priceVersion: __, ...wish }: ReturnType<typeof monthly>): PlanWish =>
  wish

export const offer: OfferWish = {
  title: 'Ground states',
  summary: 'Energies of small molecules.',
  description: 'Give the "geometry"\nand a basis.',
  categories: ['CHEMISTRY', 'SIMULATION'],
  screenshots: ['https://www.example.com/1.png'],
  supportContact: { kind: 'EMAIL', address: 'support@example.com' },
  previewRuns: 3,
  plans: [wishOf(monthly(900)), wishOf(payPerUse(25)), wishOf(free())],
}

const onListing =
  (commandFor: (recorder: Recorder, stream: string) => ListingCommand): Step =>
  (recorder, _, name) => {
    const appId = idOf('app', name)
    recorder.record(listing, appId, commandFor(recorder, `listing-${appId}`))
  }

type Held = { readonly planId?: string; readonly requestId?: string }

/** The newest id of this kind that the stream tells of. */
const newest = (
  recorder: Recorder,
  stream: string,
  type: string,
  idIn: (data: unknown) => string | undefined,
): string =>
  recorder.events
    .filter((event) => event.stream === stream && event.type === type)
    .map(({ data }) => idIn(data))
    .findLast((id) => id !== undefined) ?? idOf('nothing')

const requestOf = (recorder: Recorder, stream: string): string =>
  newest(recorder, stream, 'ListingChangeProposed', (data) => (data as Held).requestId)

const firstPlanOf = (recorder: Recorder, stream: string): string =>
  newest(recorder, stream, 'ListingDrafted', (data) => {
    const { plans } = (data as { readonly offer: { readonly plans: readonly Held[] } }).offer
    return plans[0]?.planId
  })

const seller = idOf('organisation', 'seller')
const told = { reason: 'because', internalNote: 'between us' }
const changes: ChangesWish = {
  title: 'Ground states, faster',
  plans: [wishOf(monthly(1_200)), wishOf(free())],
}

/** What may happen to a listing, by the deciders. */
export const marketSteps = {
  draftListing: (recorder, _, name) =>
    void recorder.record(listing, idOf('app', name), {
      type: 'DraftListing',
      appId: idOf('app', name),
      organisationId: seller,
      offer,
      commissionBasisPoints: 1500,
    }),
  editListing: onListing(() => ({ type: 'EditListing', changes })),
  submitListing: onListing(() => ({ type: 'SubmitListing' })),
  withdrawSubmission: onListing(() => ({ type: 'WithdrawSubmission' })),
  publishListing: onListing(() => ({ type: 'PublishListing', internalNote: 'fine' })),
  declineListing: onListing(() => ({ type: 'DeclineListing', ...told })),
  suspendListing: onListing(() => ({ type: 'SuspendListing', ...told })),
  reinstateListing: onListing(() => ({ type: 'ReinstateListing', ...told })),
  delistListing: onListing(() => ({ type: 'DelistListing' })),
  relistListing: onListing(() => ({ type: 'RelistListing' })),
  proposeChange: onListing(() => ({ type: 'ProposeChange', changes })),
  proposeAnother: onListing(() => ({ type: 'ProposeChange', changes: { previewRuns: 5 } })),
  withdrawChange: onListing((recorder, stream) => ({
    type: 'WithdrawChange',
    requestId: requestOf(recorder, stream),
  })),
  acceptChange: onListing((recorder, stream) => ({
    type: 'AcceptChange',
    requestId: requestOf(recorder, stream),
  })),
  declineChange: onListing((recorder, stream) => ({
    type: 'DeclineChange',
    requestId: requestOf(recorder, stream),
    ...told,
  })),
  withdrawPlan: onListing((recorder, stream) => ({
    type: 'WithdrawPlan',
    planId: firstPlanOf(recorder, stream),
  })),
  restorePlan: onListing((recorder, stream) => ({
    type: 'RestorePlan',
    planId: firstPlanOf(recorder, stream),
  })),
  setCommission: onListing(() => ({ type: 'SetCommission', commissionBasisPoints: 500 })),
  viewListings: (recorder, device, name) =>
    void recorder.record(listingViews, idOf('views', device), {
      type: 'RecordViews',
      day: '2026-01-01',
      appIds: [idOf('app', name), idOf('app', '1')],
    }),
} as const satisfies Readonly<Record<string, Step>>

const sealed = (text: string): string => `sealed:v1:a.b.c.${text}`

/** The name is the author's, the device stands for the app. */
const onReview =
  (commandFor: (reviewId: string, appId: string) => ReviewCommand): Step =>
  (recorder, device, author) => {
    const reviewId = idOf('review', device, author)
    recorder.record(review, reviewId, commandFor(reviewId, idOf('app', device)))
  }

const opinion = (rating: number) => ({
  rating,
  title: sealed(`title-${rating}`),
  body: sealed(`body-${rating}`),
})

const write =
  (rating: number): Step =>
  (recorder, device, author, organisation) => {
    const reviewId = idOf('review', device, author)
    recorder.record(review, reviewId, {
      type: 'WriteReview',
      reviewId,
      appId: idOf('app', device),
      author: idOf('user', author),
      organisationId: idOf('organisation', organisation),
      sellerOrganisation: seller,
      use: { kind: 'JOB', jobId: idOf('job', author) },
      ...opinion(rating),
    })
  }

/** What may happen to reviews. Their texts are sealed: who plays them has a vault that opens. */
export const reviewSteps = {
  writeReview: write(5),
  writeBadReview: write(1),
  editReview: onReview(() => ({ type: 'EditReview', ...opinion(3) })),
  withdrawReview: onReview(() => ({ type: 'WithdrawReview' })),
  replyToReview: onReview(() => ({ type: 'ReplyToReview', reply: 'Thank you.' })),
  reportReview: onReview(() => ({
    type: 'ReportReview',
    reporter: idOf('user', 'reader'),
    reason: 'SPAM',
  })),
  hideReview: onReview(() => ({ type: 'HideReview', ...told })),
  showReview: onReview(() => ({ type: 'ShowReview', ...told })),
  vote: onReview(() => ({ type: 'Vote', voter: idOf('user', 'reader'), helpful: true })),
  takeVoteBack: onReview(() => ({ type: 'Vote', voter: idOf('user', 'reader'), helpful: false })),
} as const satisfies Readonly<Record<string, Step>>

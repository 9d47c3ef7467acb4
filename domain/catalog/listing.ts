import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { isRejection, reject, type Rejection } from '../shared/rejection.ts'
import { exhausted } from '../shared/values.ts'
import type { Plan } from '../subscriptions/plan.ts'
import { numberPlans } from '../subscriptions/plan-rules.ts'
import {
  changesOf,
  invalidPlans,
  withdrawnAfter,
  type ChangesWish,
  type OfferWish,
} from './listing-changes.ts'
import { definitions, type ListingEvent } from './listing-events.ts'
import type { Offer, OfferChanges } from './listing-offer.ts'

/** An app on the market, under the app's own id. What buyers see of it a reviewer has agreed to. */
export const category = 'listing'

// State.
export type ListingStatus = 'DRAFT' | 'IN_REVIEW' | 'PUBLISHED' | 'SUSPENDED' | 'DELISTED'
export type ExistingListing = Offer & {
  readonly kind: 'listed'
  readonly appId: string
  /** The seller. */
  readonly organisationId: string
  readonly status: ListingStatus
  /** Where a review that comes to nothing leads back to. */
  readonly before: 'DRAFT' | 'DELISTED'
  /** A reviewer has agreed to the offer as it stands, and nobody has suspended it since. */
  readonly agreed: boolean
  /** Plans that nobody can subscribe to any longer. */
  readonly withdrawnPlans: readonly Plan[]
  /** By the rules of the day on which it was drafted, or what an operator agreed for it since. */
  readonly commissionBasisPoints: number
  /** The latter. */
  readonly agreedCommission?: number
  /** The request that waits for its reviewer. */
  readonly request?: { readonly requestId: string; readonly changes: OfferChanges }
}
export type ListingState = { readonly kind: 'absent' } | ExistingListing

export const initial: ListingState = { kind: 'absent' }

const changed = (state: ExistingListing, changes: OfferChanges): ExistingListing => ({
  ...state,
  ...changes,
  withdrawnPlans: withdrawnAfter(changes.plans ?? state.plans, state.plans, state.withdrawnPlans),
})

const withoutRequest = ({ request: _, ...state }: ExistingListing): ExistingListing => state

export const evolve = (state: ListingState, event: ListingEvent): ListingState => {
  if (event.type === 'ListingDrafted') {
    const { appId, organisationId, offer, commissionBasisPoints } = event.data
    const owned = { kind: 'listed', appId, organisationId, commissionBasisPoints } as const
    const begun = { status: 'DRAFT', before: 'DRAFT', agreed: false, withdrawnPlans: [] } as const
    return { ...owned, ...offer, ...begun }
  }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'ListingEdited':
      return { ...changed(state, event.data.changes), agreed: false }
    case 'ListingSubmitted':
      return { ...state, status: 'IN_REVIEW' }
    case 'ListingSubmissionWithdrawn':
    case 'ListingDeclined':
      return { ...state, status: state.before }
    case 'ListingPublished':
    case 'ListingReinstated':
    case 'ListingRelisted':
      return { ...state, status: 'PUBLISHED', before: 'DELISTED', agreed: true }
    case 'ListingSuspended':
      return { ...state, status: 'SUSPENDED', agreed: false }
    case 'ListingDelisted':
      return { ...state, status: 'DELISTED' }
    case 'ListingChangeProposed': {
      const { requestId, changes } = event.data
      return { ...state, request: { requestId, changes } }
    }
    case 'ListingChangeAccepted':
      return changed(withoutRequest(state), event.data.changes)
    case 'ListingChangeWithdrawn':
    case 'ListingChangeDeclined':
      return withoutRequest(state)
    case 'ListingPlanWithdrawn': {
      const plans = state.plans.filter(({ planId }) => planId !== event.data.planId)
      return changed(state, { plans })
    }
    case 'ListingPlanRestored': {
      const back = state.withdrawnPlans.filter(({ planId }) => planId === event.data.planId)
      return changed(state, { plans: [...state.plans, ...back] })
    }
    case 'ListingCommissionSet': {
      const { commissionBasisPoints } = event.data
      return { ...state, commissionBasisPoints, agreedCommission: commissionBasisPoints }
    }
    default:
      return exhausted(event)
  }
}

// Commands. Who may ask is settled before: sellers for their own listings, operators for reviews.
type Noted = { readonly internalNote?: string }
type Refused = Noted & { readonly reason: string }
export type ListingCommand =
  | {
      readonly type: 'DraftListing'
      readonly appId: string
      readonly organisationId: string
      readonly offer: OfferWish
      readonly commissionBasisPoints: number
    }
  | { readonly type: 'EditListing'; readonly changes: ChangesWish }
  | { readonly type: 'SubmitListing' }
  | { readonly type: 'WithdrawSubmission' }
  | ({ readonly type: 'PublishListing' } & Noted)
  | ({ readonly type: 'DeclineListing' } & Refused)
  | ({ readonly type: 'SuspendListing' } & Refused)
  | ({ readonly type: 'ReinstateListing' } & Refused)
  | { readonly type: 'DelistListing' }
  | { readonly type: 'RelistListing' }
  | { readonly type: 'ProposeChange'; readonly changes: ChangesWish }
  | { readonly type: 'WithdrawChange'; readonly requestId: string }
  | ({ readonly type: 'AcceptChange'; readonly requestId: string } & Noted)
  | ({ readonly type: 'DeclineChange'; readonly requestId: string } & Refused)
  | { readonly type: 'WithdrawPlan' | 'RestorePlan'; readonly planId: string }
  | ({ readonly type: 'SetCommission'; readonly commissionBasisPoints: number } & Noted)

export const decide = (
  command: ListingCommand,
  state: ListingState,
  meta: DecisionMeta,
): Decision<ListingEvent> => {
  if (command.type === 'DraftListing') {
    if (state.kind === 'listed') return reject('ALREADY_EXISTS', 'The app has a listing already.')
    const { appId, organisationId, offer, commissionBasisPoints } = command
    const numbered = numberPlans(offer.plans, [], meta.id)
    if ('issues' in numbered) return invalidPlans(numbered.issues)
    const fact = { appId, organisationId, at: meta.now }
    const data = { ...fact, offer: { ...offer, plans: numbered.plans }, commissionBasisPoints }
    return [{ type: 'ListingDrafted', data }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such listing.')
  const { appId, organisationId, status } = state
  const fact = { appId, organisationId, at: meta.now }
  const illegal = reject('ILLEGAL_LISTING_TRANSITION', `The listing is ${status}.`)
  switch (command.type) {
    case 'EditListing': {
      const changes = changesOf(command.changes, state, state.withdrawnPlans, meta.id)
      if (isRejection(changes)) return changes
      if (Object.keys(changes).length === 0) return []
      if (status !== 'DRAFT' && status !== 'DELISTED') return illegal
      return [{ type: 'ListingEdited', data: { ...fact, changes } }]
    }
    case 'SubmitListing':
      if (status === 'IN_REVIEW') return []
      if (status !== 'DRAFT' && status !== 'DELISTED') return illegal
      return refusedWithoutPlan(state.plans) ?? [{ type: 'ListingSubmitted', data: fact }]
    case 'WithdrawSubmission':
      if (status === state.before) return []
      return status === 'IN_REVIEW' ? [{ type: 'ListingSubmissionWithdrawn', data: fact }] : illegal
    case 'PublishListing':
      if (status !== 'IN_REVIEW') return illegal
      return [{ type: 'ListingPublished', data: { ...fact, ...notesOf(command) } }]
    case 'DeclineListing':
      if (status !== 'IN_REVIEW') return illegal
      return [{ type: 'ListingDeclined', data: { ...fact, ...reasonOf(command) } }]
    case 'SuspendListing':
      if (status !== 'PUBLISHED') return illegal
      return [{ type: 'ListingSuspended', data: { ...fact, ...reasonOf(command) } }]
    case 'ReinstateListing':
      if (status !== 'SUSPENDED') return illegal
      return [{ type: 'ListingReinstated', data: { ...fact, ...reasonOf(command) } }]
    case 'DelistListing':
      if (status === 'DELISTED') return []
      if (status !== 'PUBLISHED' && status !== 'SUSPENDED') return illegal
      return [...requestWithdrawn(state, fact), { type: 'ListingDelisted', data: fact }]
    case 'RelistListing':
      if (status === 'PUBLISHED') return []
      if (status !== 'DELISTED') return illegal
      if (!state.agreed)
        return reject(
          'LISTING_REVIEW_REQUIRED',
          'It was edited or suspended since it was agreed to.',
        )
      return [{ type: 'ListingRelisted', data: fact }]
    case 'ProposeChange': {
      if (status !== 'PUBLISHED' && status !== 'SUSPENDED') return illegal
      if (state.request !== undefined) return requestOpen
      const changes = changesOf(command.changes, state, state.withdrawnPlans, meta.id)
      if (isRejection(changes)) return changes
      if (Object.keys(changes).length === 0)
        return reject('INVALID_INPUT', 'The listing is like this already.')
      const refused = refusedWithoutPlan(changes.plans ?? state.plans)
      const requestId = meta.id('change')
      return refused ?? [{ type: 'ListingChangeProposed', data: { ...fact, requestId, changes } }]
    }
    case 'WithdrawChange':
    case 'AcceptChange':
    case 'DeclineChange':
      return decideRequest(command, state, fact)
    case 'WithdrawPlan':
    case 'RestorePlan':
      return decidePlan(command, state, fact)
    case 'SetCommission': {
      const { commissionBasisPoints } = command
      if (commissionBasisPoints === state.commissionBasisPoints) return []
      const data = { ...fact, ...notesOf(command), commissionBasisPoints }
      return [{ type: 'ListingCommissionSet', data }]
    }
    default:
      return exhausted(command)
  }
}

type Fact = { readonly appId: string; readonly organisationId: string; readonly at: string }

/** On what waits for a reviewer. */
const decideRequest = (
  command: Extract<ListingCommand, { requestId: string }>,
  { request }: ExistingListing,
  fact: Fact,
): Decision<ListingEvent> => {
  const { requestId } = command
  if (request?.requestId !== requestId)
    return reject('NOT_FOUND', 'No such change request is open.')
  switch (command.type) {
    case 'WithdrawChange':
      return [{ type: 'ListingChangeWithdrawn', data: { ...fact, requestId } }]
    case 'AcceptChange': {
      const { changes } = request
      const data = { ...fact, ...notesOf(command), requestId, changes }
      return [{ type: 'ListingChangeAccepted', data }]
    }
    case 'DeclineChange':
      return [{ type: 'ListingChangeDeclined', data: { ...fact, ...reasonOf(command), requestId } }]
    default:
      return exhausted(command)
  }
}

/** What leaves the market waits for no reviewer. */
const requestWithdrawn = ({ request }: ExistingListing, fact: Fact): readonly ListingEvent[] =>
  request === undefined
    ? []
    : [{ type: 'ListingChangeWithdrawn', data: { ...fact, requestId: request.requestId } }]

/** Sellers take plans from sale and put them back by themselves, but not those that a reviewer is looking at. */
const decidePlan = (
  { type, planId }: Extract<ListingCommand, { planId: string }>,
  { status, plans, withdrawnPlans, request }: ExistingListing,
  fact: Fact,
): Decision<ListingEvent> => {
  const isOnSale = plans.some((plan) => plan.planId === planId)
  if (!isOnSale && withdrawnPlans.every((plan) => plan.planId !== planId))
    return reject('NOT_FOUND', 'There is no such plan.')
  if (isOnSale === (type === 'RestorePlan')) return []
  if (status !== 'PUBLISHED' && status !== 'SUSPENDED')
    return reject('ILLEGAL_LISTING_TRANSITION', `The listing is ${status}: edit it instead.`)
  if (request?.changes.plans !== undefined) return requestOpen
  if (type === 'WithdrawPlan')
    return (
      refusedWithoutPlan(plans.slice(1)) ?? [
        { type: 'ListingPlanWithdrawn', data: { ...fact, planId } },
      ]
    )
  const numbered = numberPlans(
    [...plans, ...withdrawnPlans.filter((plan) => plan.planId === planId)],
    [...plans, ...withdrawnPlans],
    (name) => name,
  )
  if ('issues' in numbered) return invalidPlans(numbered.issues)
  return [{ type: 'ListingPlanRestored', data: { ...fact, planId } }]
}

const requestOpen = reject('CHANGE_REQUEST_OPEN', 'A change request waits for its reviewer.')

/** Who buys needs something to buy. */
const refusedWithoutPlan = (plans: readonly Plan[]): Rejection | undefined =>
  plans.length > 0
    ? undefined
    : reject('LISTING_INCOMPLETE', 'A listing on the market has a plan on sale.')

const notesOf = ({ internalNote }: Noted): Noted =>
  internalNote === undefined ? {} : { internalNote }

const reasonOf = ({ reason, ...noted }: Refused): Refused => ({ reason, ...notesOf(noted) })

export const listing: Aggregate<ListingState, ListingCommand, ListingEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted } from '../shared/values.ts'
import {
  definitions,
  type ReportReason,
  type ReviewEvent,
  type VerifiedUse,
} from './review-events.ts'

/** What one person says of one app: there is one stream for the two of them. */
export const category = 'review'

/** Texts that one review can have, and answers to it. */
export const mostEdits = 10
/** More who report the same change nothing. */
const mostReporters = 50

// State.
export type WrittenReview = {
  readonly kind: 'written'
  readonly reviewId: string
  readonly appId: string
  readonly author: string
  readonly sellerOrganisation: string
  readonly rating: number
  /** Taken back by its author, who may write again. */
  readonly withdrawn: boolean
  /** By an operator. */
  readonly hidden: boolean
  /** How often its author and its seller have said something else. */
  readonly edits: number
  readonly replies: number
  readonly reply?: string
  readonly reporters: readonly string[]
  readonly helpfulTo: Readonly<Record<string, true>>
}
export type ReviewState = { readonly kind: 'absent' } | WrittenReview

export const initial: ReviewState = { kind: 'absent' }

export const evolve = (state: ReviewState, event: ReviewEvent): ReviewState => {
  if (event.type === 'ReviewWritten') {
    const { reviewId, appId, author, sellerOrganisation, rating } = event.data
    const written = { reviewId, appId, author, sellerOrganisation, rating } as const
    if (state.kind === 'written')
      return { ...state, ...written, withdrawn: false, edits: state.edits + 1 }
    const fresh = { withdrawn: false, hidden: false, edits: 0, replies: 0 } as const
    return { kind: 'written', ...written, ...fresh, reporters: [], helpfulTo: {} }
  }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'ReviewEdited':
      return { ...state, rating: event.data.rating, edits: state.edits + 1 }
    case 'ReviewWithdrawn':
      return { ...state, withdrawn: true }
    case 'ReviewReplied':
      return { ...state, reply: event.data.reply, replies: state.replies + 1 }
    case 'ReviewReported':
      return { ...state, reporters: [...state.reporters, event.data.reporter] }
    case 'ReviewHidden':
      return { ...state, hidden: true }
    case 'ReviewShown':
      return { ...state, hidden: false, reporters: [] }
    case 'ReviewFoundHelpful':
      return { ...state, helpfulTo: { ...state.helpfulTo, [event.data.voter]: true } }
    case 'ReviewVoteTakenBack': {
      const { [event.data.voter]: _, ...helpfulTo } = state.helpfulTo
      return { ...state, helpfulTo }
    }
    default:
      return exhausted(event)
  }
}

// Commands. Titles and bodies come sealed.
type Opinion = { readonly rating: number; readonly title: string; readonly body: string }
type Verdict = { readonly reason: string; readonly internalNote?: string }
export type ReviewCommand =
  | ({
      readonly type: 'WriteReview'
      readonly reviewId: string
      readonly appId: string
      readonly author: string
      readonly organisationId: string
      readonly sellerOrganisation: string
      readonly use: VerifiedUse
    } & Opinion)
  | ({ readonly type: 'EditReview' } & Opinion)
  | { readonly type: 'WithdrawReview' }
  | { readonly type: 'ReplyToReview'; readonly reply: string }
  | { readonly type: 'ReportReview'; readonly reporter: string; readonly reason: ReportReason }
  | ({ readonly type: 'HideReview' | 'ShowReview' } & Verdict)
  | { readonly type: 'Vote'; readonly voter: string; readonly helpful: boolean }

export const decide = (
  command: ReviewCommand,
  state: ReviewState,
  meta: DecisionMeta,
): Decision<ReviewEvent> => {
  if (command.type === 'WriteReview') {
    if (command.organisationId === command.sellerOrganisation) return ownApp
    if (state.kind === 'written' && !state.withdrawn)
      return reject('ALREADY_EXISTS', 'You have reviewed this app: edit that review.')
    const refused = state.kind === 'written' ? refusedEdit(state) : undefined
    const { type: _, ...data } = command
    return refused ?? [{ type: 'ReviewWritten', data: { ...data, at: meta.now } }]
  }
  const isGone = state.kind === 'absent' || (state.withdrawn && command.type !== 'WithdrawReview')
  if (isGone) return reject('NOT_FOUND', 'There is no such review.')
  const { reviewId, appId } = state
  const fact = { reviewId, appId, at: meta.now }
  switch (command.type) {
    case 'EditReview': {
      const { rating, title, body } = command
      const refused = refusedEdit(state)
      return refused ?? [{ type: 'ReviewEdited', data: { ...fact, rating, title, body } }]
    }
    case 'WithdrawReview':
      return state.withdrawn ? [] : [{ type: 'ReviewWithdrawn', data: fact }]
    case 'ReplyToReview': {
      const { reply } = command
      if (reply === state.reply) return []
      if (state.replies > mostEdits)
        return reject('LIMIT_REACHED', `A reply can be changed ${mostEdits} times.`)
      return [{ type: 'ReviewReplied', data: { ...fact, reply } }]
    }
    case 'ReportReview': {
      const { reporter, reason } = command
      if (reporter === state.author)
        return reject('FORBIDDEN', 'The review is yours: edit it, or take it back.')
      const isKnown = state.hidden || state.reporters.includes(reporter)
      if (isKnown || state.reporters.length >= mostReporters) return []
      return [{ type: 'ReviewReported', data: { ...fact, reporter, reason } }]
    }
    case 'HideReview':
      return state.hidden ? [] : [{ type: 'ReviewHidden', data: { ...fact, ...said(command) } }]
    case 'ShowReview':
      return state.hidden ? [{ type: 'ReviewShown', data: { ...fact, ...said(command) } }] : []
    case 'Vote': {
      const { voter, helpful } = command
      if (voter === state.author) return reject('FORBIDDEN', 'The review is yours.')
      if (helpful === (state.helpfulTo[voter] ?? false)) return []
      const type = helpful ? 'ReviewFoundHelpful' : 'ReviewVoteTakenBack'
      return [{ type, data: { ...fact, voter } }]
    }
    default:
      return exhausted(command)
  }
}

const ownApp = reject('FORBIDDEN', 'Nobody reviews what their own organisation sells.')

const refusedEdit = ({ hidden, edits }: WrittenReview) => {
  if (hidden) return reject('REVIEW_HIDDEN', 'An operator has hidden the review.')
  return edits >= mostEdits
    ? reject('LIMIT_REACHED', `A review can be changed ${mostEdits} times.`)
    : undefined
}

const said = ({ reason, internalNote }: Verdict): Verdict => ({
  reason,
  ...(internalNote === undefined ? {} : { internalNote }),
})

export const review: Aggregate<ReviewState, ReviewCommand, ReviewEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

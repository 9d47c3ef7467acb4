import { msOf } from '../../shared/instant.ts'
import { offerAbove, offerFor, type Offer } from './fees.ts'
import type { ShownInclusion } from './transaction-command.ts'
import type { Form } from './transaction-events.ts'
import type { Attempt, ExistingTransaction } from './transaction-state.ts'
import type { Mined, Sighting, View } from './view.ts'

export type SendingPolicy = {
  /** What waits longer than this goes out again with a higher offer. */
  readonly raiseAfterMs: number
  /** What a node has forgotten is sent again, not more often than this. */
  readonly sendAgainAfterMs: number
  /** Wei a unit of gas; nothing is offered above it. */
  readonly ceiling: bigint
}

/** What is to be done with a transaction that has a nonce. */
export type Step =
  | { readonly kind: 'WAIT' }
  | ({ readonly kind: 'SIGN'; readonly form: Form; readonly attempt: number } & Offer)
  | { readonly kind: 'SEND'; readonly attempt: Attempt }
  | { readonly kind: 'DROPPED'; readonly hash: string }
  | { readonly kind: 'INCLUDED'; readonly shown: ShownInclusion }
  | { readonly kind: 'SAFE' | 'FINALISED' | 'ORPHANED'; readonly hash: string }
  /** The nonce is used up for good by something that is not on record here. */
  | { readonly kind: 'LOSE'; readonly nonce: number }

const wait: Step = { kind: 'WAIT' }

type Slotted = ExistingTransaction & { readonly slot: NonNullable<ExistingTransaction['slot']> }

/** The one thing to do next with a transaction, by what is on record and what the chain shows. */
export const nextStep = (
  transaction: Slotted,
  view: View,
  policy: SendingPolicy,
  now: string,
): Step => {
  if (transaction.end !== undefined) return wait
  for (const { hash } of transaction.attempts) {
    const sighting = view.attempts.get(hash)
    if (sighting?.kind === 'INCLUDED') return included(transaction, hash, sighting)
  }
  const { inclusion, slot } = transaction
  if (inclusion !== undefined) {
    // A node that has no such block yet, or says nothing, lags: only another block in its place speaks against it.
    const { instead } = view
    const isGone = instead !== undefined && instead.hash !== inclusion.block.hash
    return isGone ? { kind: 'ORPHANED', hash: inclusion.hash } : wait
  }
  const { nonce } = slot
  const isAsked = transaction.attempts.every(
    ({ hash }) => view.attempts.get(hash)?.kind === 'NOTHING',
  )
  if (view.usedForGood !== undefined && view.usedForGood > nonce)
    return isAsked ? { kind: 'LOSE', nonce } : wait
  // Something is in a block under this nonce: which, and whether it stays there, is still to be seen.
  if (view.used > nonce) return wait
  return waiting(transaction, view, policy, now)
}

const included = (
  { inclusion }: ExistingTransaction,
  hash: string,
  { kind: _, rest, ...mined }: Extract<Sighting, { kind: 'INCLUDED' }>,
): Step => {
  if (inclusion?.hash !== hash || inclusion.block.hash !== mined.block.hash)
    return { kind: 'INCLUDED', shown: shownOf(hash, mined) }
  if (rest === 'FINALISED') return { kind: 'FINALISED', hash }
  return rest === 'SAFE' && !inclusion.safe ? { kind: 'SAFE', hash } : wait
}

const shownOf = (hash: string, mined: Mined): ShownInclusion => ({ hash, ...mined })

const waiting = (transaction: Slotted, view: View, policy: SendingPolicy, now: string): Step => {
  const { attempts, cancellation, slot } = transaction
  const { market } = view
  const last = attempts.at(-1)
  const form: Form = cancellation === undefined ? 'CALL' : 'CANCEL'
  const sign = (offer: Offer | undefined): Step =>
    offer === undefined ? wait : { kind: 'SIGN', form, attempt: (last?.attempt ?? 0) + 1, ...offer }
  if (last === undefined)
    return market === undefined ? wait : sign(offerFor(market, policy.ceiling))
  if (form !== last.form) return raise(last, view, policy, sign)
  if (last.sentAt === undefined) return { kind: 'SEND', attempt: last }
  const sinceMs = msOf(now) - msOf(last.sentAt)
  const sighting = view.attempts.get(last.hash)
  if (sighting?.kind === 'NOTHING')
    return sinceMs >= policy.sendAgainAfterMs ? { kind: 'DROPPED', hash: last.hash } : wait
  if (sighting?.kind !== 'WAITS') return wait
  // What comes before it has to move first.
  if (view.used !== slot.nonce || sinceMs < policy.raiseAfterMs) return wait
  return raise(last, view, policy, sign)
}

const raise = (
  last: Attempt,
  { market }: View,
  { ceiling }: SendingPolicy,
  sign: (offer: Offer | undefined) => Step,
): Step => (market === undefined ? wait : sign(offerAbove(last, market, ceiling)))

/** The node wants more for what was signed: the same with a higher offer. */
export const offerMore = (
  { attempts }: ExistingTransaction,
  { attempt, form }: Attempt,
  market: View['market'],
  { ceiling }: SendingPolicy,
): Step => {
  const last = attempts.at(-1)
  if (market === undefined || last?.attempt !== attempt) return wait
  const offer = offerAbove(last, market, ceiling)
  return offer === undefined ? wait : { kind: 'SIGN', form, attempt: attempt + 1, ...offer }
}

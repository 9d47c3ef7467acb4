import { z } from 'zod'
import { PriceBookEntry } from '../devices/price-book.ts'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { Money } from '../shared/money.ts'
import { reject } from '../shared/rejection.ts'
import { Id, Instant, Sha256 } from '../shared/values.ts'

/** A binding, capped offer for one program on one device; it expires. */
export const category = 'quote'

// Events: the stored contract.
const Offer = z.strictObject({
  quoteId: Id,
  organisation: Id,
  deviceId: Id,
  programHash: Sha256,
  shots: z.int().min(1),
  price: PriceBookEntry,
  estimate: Money,
  maximumCost: Money,
  estimatedSeconds: z.number().min(0),
})
export type Offer = z.output<typeof Offer>
export const definitions = [
  defineEvent('QuoteIssued', 1, Offer.extend({ issuedAt: Instant, expiresAt: Instant })),
] as const
export type QuoteEvent = EventOf<(typeof definitions)[number]>

// State.
export type IssuedQuote = {
  readonly kind: 'issued'
  readonly offer: Offer
  readonly expiresAt: string
}
export type Quote = { readonly kind: 'absent' } | IssuedQuote

export const initial: Quote = { kind: 'absent' }

export const evolve = (_state: Quote, event: QuoteEvent): Quote => {
  const { issuedAt: _, expiresAt, ...offer } = event.data
  return { kind: 'issued', offer, expiresAt }
}

// Commands.
export type QuoteCommand = {
  readonly type: 'IssueQuote'
  readonly offer: Offer
  readonly validForSeconds: number
}

export const decide = (
  command: QuoteCommand,
  state: Quote,
  meta: DecisionMeta,
): Decision<QuoteEvent> => {
  if (state.kind === 'issued') return reject('ALREADY_EXISTS', 'This quote was issued already.')
  const expiresAt = instantOf(msOf(meta.now) + command.validForSeconds * 1000)
  return [{ type: 'QuoteIssued', data: { ...command.offer, issuedAt: meta.now, expiresAt } }]
}

export const quote: Aggregate<Quote, QuoteCommand, QuoteEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

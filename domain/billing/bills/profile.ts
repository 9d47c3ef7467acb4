import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Asset } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import { same } from '../../shared/same.ts'
import { exhausted, Id, Instant, Sealed } from '../../shared/values.ts'
import { TaxRate } from './tax.ts'

/** Who is billed, as they say themselves, and on what terms, as the hub's operators say. */
export const category = 'billingProfile'

/** ISO 3166-1, two letters. */
export const Country = z.string().regex(/^[A-Z]{2}$/)
/** From the wallet, then from a card; or the bill is sent, and the customer pays it. */
export const Collection = z.enum(['WALLET_THEN_CARD', 'SEND'])
export type Collection = z.output<typeof Collection>

export const BillingTerms = z.strictObject({
  tax: TaxRate,
  /** From the day of the bill. */
  paymentTermsDays: z.int().min(0).max(120),
  collection: Collection,
  /** By which metered usage is rated, in the asset of the bills; without one, none is billed. */
  priceBook: z.strictObject({ priceBookId: Id, asset: Asset }).exactOptional(),
})
export type BillingTerms = z.output<typeof BillingTerms>

/** Where an operator has said nothing. */
export const standardTerms: BillingTerms = {
  tax: { label: 'Tax', basisPoints: 0 },
  paymentTermsDays: 14,
  collection: 'WALLET_THEN_CARD',
}

// Events: the stored contract.
const Fact = z.strictObject({ organisation: Id, at: Instant })
/** A saved method of payment, and whose it is. */
export const BillingCard = z.strictObject({ methodId: Id, userId: Id })
export type BillingCard = z.output<typeof BillingCard>

export const definitions = [
  /** `party`: legal name, address, mail address and tax id, sealed under the organisation's key. */
  defineEvent('BillingPartyNamed', 1, Fact.extend({ party: Sealed, country: Country })),
  /** `walletId`: of the metered usage's asset, which is billed from now on. */
  defineEvent(
    'BillingTermsSet',
    1,
    Fact.extend({ terms: BillingTerms, walletId: z.string().exactOptional() }),
  ),
  /** It pays what the wallet cannot; without one, nothing does by itself. */
  defineEvent('BillingCardChosen', 1, Fact.extend({ card: BillingCard.exactOptional() })),
] as const
export type BillingProfileEvent = EventOf<(typeof definitions)[number]>

// State.
export type BillingParty = { readonly party: string; readonly country: string }
export type BillingProfile = {
  readonly party?: BillingParty
  readonly terms: BillingTerms
  readonly card?: BillingCard
}

export const initial: BillingProfile = { terms: standardTerms }

export const evolve = (state: BillingProfile, event: BillingProfileEvent): BillingProfile => {
  switch (event.type) {
    case 'BillingPartyNamed': {
      const { party, country } = event.data
      return { ...state, party: { party, country } }
    }
    case 'BillingTermsSet':
      return { ...state, terms: event.data.terms }
    case 'BillingCardChosen': {
      const { card: _, ...others } = state
      const { card } = event.data
      return card === undefined ? others : { ...others, card }
    }
    default:
      return exhausted(event)
  }
}

// Commands.
export type BillingProfileCommand = { readonly organisation: string } & (
  | { readonly type: 'NameBillingParty'; readonly party: string; readonly country: string }
  | { readonly type: 'ChooseBillingCard'; readonly card?: BillingCard }
  | { readonly type: 'SetBillingTerms'; readonly terms: BillingTerms; readonly walletId?: string }
)

export const decide = (
  command: BillingProfileCommand,
  state: BillingProfile,
  { now }: DecisionMeta,
): Decision<BillingProfileEvent> => {
  const { organisation } = command
  switch (command.type) {
    case 'NameBillingParty': {
      const { party, country } = command
      return [{ type: 'BillingPartyNamed', data: { organisation, party, country, at: now } }]
    }
    case 'ChooseBillingCard': {
      const { card } = command
      if (same(card ?? null, state.card ?? null)) return []
      const chosen = card === undefined ? {} : { card }
      return [{ type: 'BillingCardChosen', data: { organisation, ...chosen, at: now } }]
    }
    case 'SetBillingTerms': {
      const { terms, walletId } = command
      if (same(terms, state.terms)) return []
      const before = state.terms.priceBook?.asset
      // What was used so far is billed in the asset that it was priced in.
      if (before !== undefined && terms.priceBook !== undefined && terms.priceBook.asset !== before)
        return reject('ASSET_MISMATCH', `This organisation’s usage is billed in ${before}.`)
      const of = walletId === undefined ? {} : { walletId }
      return [{ type: 'BillingTermsSet', data: { organisation, terms, ...of, at: now } }]
    }
    default:
      return exhausted(command)
  }
}

export const billingProfile: Aggregate<BillingProfile, BillingProfileCommand, BillingProfileEvent> =
  { category, definitions, initial, evolve, decide }

import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { msOf } from '../../shared/instant.ts'
import { Asset } from '../../shared/money.ts'
import { reject, type Rejection } from '../../shared/rejection.ts'
import { same } from '../../shared/same.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { boundsOf, monthOf } from './months.ts'
import { Rate } from './rate-models.ts'
import { refuseRates } from './rate-rules.ts'

/** What usage costs, in one asset, from which moment on. A version that was published never changes. */
export const category = 'priceBook'

// Events: the stored contract.
const Rates = z.array(Rate).min(1).max(100)
export const definitions = [
  defineEvent(
    'PriceBookCreated',
    1,
    z.strictObject({
      priceBookId: Id,
      name: z.string().min(1).max(120),
      asset: Asset,
      at: Instant,
    }),
  ),
  defineEvent(
    'PriceBookVersionPublished',
    1,
    z.strictObject({
      priceBookId: Id,
      version: z.int().min(1),
      validFrom: Instant,
      rates: Rates,
      at: Instant,
    }),
  ),
] as const
export type PriceBookEvent = EventOf<(typeof definitions)[number]>

// State.
export type PriceBookVersion = {
  readonly version: number
  readonly validFrom: string
  readonly rates: readonly Rate[]
}
export type ExistingPriceBook = {
  readonly kind: 'existing'
  readonly priceBookId: string
  readonly name: string
  readonly asset: string
  /** In the order of their numbers, which is that of their moments. */
  readonly versions: readonly PriceBookVersion[]
}
export type PriceBook = { readonly kind: 'absent' } | ExistingPriceBook

export const initial: PriceBook = { kind: 'absent' }

export const evolve = (state: PriceBook, event: PriceBookEvent): PriceBook => {
  switch (event.type) {
    case 'PriceBookCreated': {
      const { priceBookId, name, asset } = event.data
      return { kind: 'existing', priceBookId, name, asset, versions: [] }
    }
    case 'PriceBookVersionPublished': {
      if (state.kind === 'absent') return state
      const { version, validFrom, rates } = event.data
      return { ...state, versions: [...state.versions, { version, validFrom, rates }] }
    }
    default:
      return exhausted(event)
  }
}

/** The version that rates a month: of those that had begun when it began, the last. */
export const versionOf = (
  { versions }: ExistingPriceBook,
  month: string,
): PriceBookVersion | undefined =>
  versions.filter(({ validFrom }) => msOf(validFrom) <= boundsOf(month).start).at(-1)

// Commands.
export type PriceBookCommand =
  | {
      readonly type: 'CreatePriceBook'
      readonly priceBookId: string
      readonly name: string
      readonly asset: string
    }
  | {
      readonly type: 'PublishPriceBookVersion'
      readonly validFrom: string
      readonly rates: readonly Rate[]
    }

export const decide = (
  command: PriceBookCommand,
  state: PriceBook,
  meta: DecisionMeta,
): Decision<PriceBookEvent> => {
  switch (command.type) {
    case 'CreatePriceBook': {
      if (state.kind === 'existing')
        return reject('ALREADY_EXISTS', 'This price book was created already.')
      const { priceBookId, name, asset } = command
      return [{ type: 'PriceBookCreated', data: { priceBookId, name, asset, at: meta.now } }]
    }
    case 'PublishPriceBookVersion': {
      if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such price book.')
      const { validFrom, rates } = command
      const last = state.versions.at(-1)
      if (last !== undefined && same([last.validFrom, last.rates], [validFrom, rates])) return []
      const refused = refuseRates(rates) ?? refuseMoment(last, validFrom, meta.now)
      if (refused !== undefined) return refused
      return [
        {
          type: 'PriceBookVersionPublished',
          data: {
            priceBookId: state.priceBookId,
            version: state.versions.length + 1,
            validFrom,
            rates: [...rates],
            at: meta.now,
          },
        },
      ]
    }
    default:
      return exhausted(command)
  }
}

/**
 * The first version may rate the current month; from then on nothing that has begun is rated anew: a version begins in the
 * future, and after the one before it.
 */
const refuseMoment = (
  last: PriceBookVersion | undefined,
  validFrom: string,
  now: string,
): Rejection | undefined => {
  const from = msOf(validFrom)
  const earliest = last === undefined ? boundsOf(monthOf(now)).start : msOf(now)
  if (from < earliest || (last !== undefined && from <= msOf(last.validFrom)))
    return reject('PRICE_BOOK_INVALID', 'A version begins in the future, after the one before it.')
  return undefined
}

export const priceBook: Aggregate<PriceBook, PriceBookCommand, PriceBookEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

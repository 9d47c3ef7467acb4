import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { getById, setById, type IdMap } from '../../shared/id-map.ts'
import { Id, Instant } from '../../shared/values.ts'

/** The numbers of one kind of document in one year: 1, 2, 3 … without a gap, each given out once and for good. */
export const category = 'billNumbers'

export const Series = z.enum(['BILL', 'CREDIT_NOTE'])
export type Series = z.output<typeof Series>
/** Of the issuing entity, as its documents begin with it. */
export const Entity = z.string().regex(/^[A-Z0-9]{1,10}$/)

export type NumberSeries = {
  readonly entity: string
  readonly series: Series
  readonly year: number
}

export const seriesIdOf = ({ entity, series, year }: NumberSeries): string =>
  `${entity}-${series === 'BILL' ? '' : 'CN-'}${year}`

/** QH-2027-000001, QH-CN-2027-000001. */
export const numberOf = (of: NumberSeries, sequence: number): string =>
  `${seriesIdOf(of)}-${sequence.toString().padStart(6, '0')}`

// Events: the stored contract.
export const definitions = [
  defineEvent(
    'DocumentNumbered',
    1,
    z.strictObject({
      entity: Entity,
      series: Series,
      year: z.int().min(2000).max(9999),
      sequence: z.int().min(1),
      number: z.string().min(1).max(40),
      documentId: Id,
      at: Instant,
    }),
  ),
] as const
export type NumberEvent = EventOf<(typeof definitions)[number]>

// State.
export type Numbers = { readonly last: number; readonly taken: IdMap<string> }
export const initial: Numbers = { last: 0, taken: {} }

export const evolve = (
  { taken }: Numbers,
  { data: { sequence, documentId, number } }: NumberEvent,
): Numbers => ({ last: sequence, taken: setById(taken, documentId, number) })

/** The number of a document that has one. */
export const numberGiven = ({ taken }: Numbers, documentId: string): string | undefined =>
  getById(taken, documentId)

// Commands.
export type NumberCommand = NumberSeries & {
  readonly type: 'NumberDocument'
  readonly documentId: string
}

export const decide = (
  { type: _, documentId, ...of }: NumberCommand,
  state: Numbers,
  { now }: DecisionMeta,
): Decision<NumberEvent> => {
  if (numberGiven(state, documentId) !== undefined) return []
  const sequence = state.last + 1
  const data = { ...of, sequence, number: numberOf(of, sequence), documentId, at: now }
  return [{ type: 'DocumentNumbered', data }]
}

export const billNumbers: Aggregate<Numbers, NumberCommand, NumberEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

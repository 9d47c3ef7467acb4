import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { Bytes32, ChainKey } from '../values.ts'
import { hubParameterNames, isHubParameter, isWithin, type HubParameter } from './parameters.ts'

/** What holders of the token have decided about the hub: one stream, in the order in which it became final. */
export const category = 'hubParameters'
export const hubParametersId = 'hub'

// Events: the stored contract.
const Fact = z.strictObject({
  /** What the chain said. */
  entryId: Id,
  chain: ChainKey,
  transactionHash: Bytes32,
  value: z.string().regex(/^(?:0|[1-9]\d{0,77})$/),
  at: Instant,
})
export const RefusedParameter = z.enum(['UNKNOWN', 'OUT_OF_BOUNDS'])
export const definitions = [
  defineEvent(
    'HubParameterSet',
    1,
    Fact.extend({
      name: z.enum(hubParameterNames),
      before: z.string().max(80).exactOptional(),
    }),
  ),
  /** Voted on, and nothing that the hub knows, or not within its bounds. */
  defineEvent(
    'HubParameterRefused',
    1,
    Fact.extend({ name: z.string().max(66), code: RefusedParameter }),
  ),
] as const
export type HubParameterEvent = EventOf<(typeof definitions)[number]>

// State.
export type HubParameters = {
  /** Decimal strings; what was never voted on is absent. */
  readonly values: Readonly<Partial<Record<HubParameter, string>>>
  /** The entries of chains that were taken note of. */
  readonly taken: readonly string[]
}

export const initial: HubParameters = { values: {}, taken: [] }

export const evolve = (
  { values, taken }: HubParameters,
  event: HubParameterEvent,
): HubParameters => {
  const after = [...taken, event.data.entryId]
  switch (event.type) {
    case 'HubParameterSet':
      return { values: { ...values, [event.data.name]: event.data.value }, taken: after }
    case 'HubParameterRefused':
      return { values, taken: after }
    default:
      return exhausted(event)
  }
}

// Commands.
export type HubParametersCommand = {
  readonly type: 'TakeParameter'
  readonly entryId: string
  readonly chain: string
  readonly transactionHash: string
  /** A name of the table, or whatever else the chain's key says. */
  readonly name: string
  readonly value: string
}

export const decide = (
  { type: _, ...said }: HubParametersCommand,
  { values, taken }: HubParameters,
  { now: at }: DecisionMeta,
): Decision<HubParameterEvent> => {
  if (taken.includes(said.entryId)) return []
  const { name } = said
  const refused = (code: z.output<typeof RefusedParameter>): Decision<HubParameterEvent> => [
    { type: 'HubParameterRefused', data: { ...said, code, at } },
  ]
  if (!isHubParameter(name)) return refused('UNKNOWN')
  if (!isWithin(name, BigInt(said.value))) return refused('OUT_OF_BOUNDS')
  const before = values[name]
  const data = { ...said, name, at, ...(before === undefined ? {} : { before }) }
  return [{ type: 'HubParameterSet', data }]
}

export const hubParameters: Aggregate<HubParameters, HubParametersCommand, HubParameterEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { instantOf, msOf } from '../../shared/instant.ts'
import { Money } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { Bytes32, ChainAddress, ChainKey } from '../values.ts'
import { slashingPolicy } from './slashing-policy.ts'

/** What is to be taken from the stake of one computer's operator for one epoch, and whether it was. */
export const category = 'slashing'

// Events: the stored contract.
const Fact = z.strictObject({
  slashingId: Id,
  /** The slashing, as the contract names it: it takes nothing twice under one. */
  slashId: Bytes32,
  at: Instant,
})
const Reason = z.string().min(1).max(1_000)
export const definitions = [
  defineEvent(
    'SlashingProposed',
    1,
    Fact.extend({
      chain: ChainKey,
      epoch: z.int().min(1),
      deviceId: Id,
      computerId: Bytes32,
      organisation: Id,
      operator: ChainAddress,
      reservations: z.int().min(1),
      failed: z.int().min(1),
      amount: Money,
      policyVersion: z.string().max(20),
      contestableUntil: Instant,
    }),
  ),
  defineEvent('SlashingContested', 1, Fact.extend({ reason: Reason })),
  defineEvent('SlashingWaived', 1, Fact.extend({ by: z.string().min(1), reason: Reason })),
  /** The chain is asked for it: its time is over, or an operator upheld it, or had it tried again. */
  defineEvent(
    'SlashingDue',
    1,
    Fact.extend({
      transactionId: Id,
      upheldBy: z.string().min(1).exactOptional(),
      reason: Reason.exactOptional(),
    }),
  ),
  /** As a final entry of the chain says: no more than was staked. */
  defineEvent('SlashingCarriedOut', 1, Fact.extend({ entryId: Id, taken: Money })),
  defineEvent(
    'SlashingFailed',
    1,
    Fact.extend({ transactionId: Id, code: z.string().min(1).max(80) }),
  ),
] as const
export type SlashingEvent = EventOf<(typeof definitions)[number]>

// State.
type Terms = Pick<
  Extract<SlashingEvent, { type: 'SlashingProposed' }>['data'],
  'slashingId' | 'slashId' | 'chain' | 'computerId' | 'organisation' | 'amount' | 'contestableUntil'
>
export type ProposedSlashing = Terms & {
  readonly kind: 'proposed'
  readonly status: 'PROPOSED' | 'CONTESTED' | 'DUE' | 'FAILED' | 'WAIVED' | 'CARRIED_OUT'
  readonly transactionId?: string
}
export type Slashing = { readonly kind: 'absent' } | ProposedSlashing

export const initial: Slashing = { kind: 'absent' }

export const evolve = (state: Slashing, { type, data }: SlashingEvent): Slashing => {
  if (type === 'SlashingProposed') {
    const { slashingId, slashId, chain, computerId, organisation, amount, contestableUntil } = data
    const named = { slashingId, slashId, chain, computerId, organisation }
    return { kind: 'proposed', status: 'PROPOSED', ...named, amount, contestableUntil }
  }
  if (state.kind === 'absent') return state
  switch (type) {
    case 'SlashingContested':
      return { ...state, status: 'CONTESTED' }
    case 'SlashingWaived':
      return { ...state, status: 'WAIVED' }
    case 'SlashingDue':
      return { ...state, status: 'DUE', transactionId: data.transactionId }
    case 'SlashingCarriedOut':
      return { ...state, status: 'CARRIED_OUT' }
    case 'SlashingFailed':
      return { ...state, status: 'FAILED' }
    default:
      return exhausted(type)
  }
}

// Commands: the saga's, then people's.
export type SlashingCommand =
  | ({ readonly type: 'ProposeSlashing'; readonly policyVersion: string } & Omit<
      Extract<SlashingEvent, { type: 'SlashingProposed' }>['data'],
      'at' | 'contestableUntil' | 'policyVersion'
    >)
  /** Its time to be contested is over. */
  | { readonly type: 'CarryOut' }
  | { readonly type: 'RecordSlashed'; readonly entryId: string; readonly taken: Money }
  | { readonly type: 'FailSlashing'; readonly transactionId: string; readonly code: string }
  /** The operator's of the computer. */
  | { readonly type: 'Contest'; readonly reason: string }
  /** The hub's operators', of what is contested or failed. */
  | { readonly type: 'Uphold'; readonly reason: string }
  | { readonly type: 'Waive'; readonly reason: string }

export const decide = (
  command: SlashingCommand,
  state: Slashing,
  { now: at, id, actor }: DecisionMeta,
): Decision<SlashingEvent> => {
  if (command.type === 'ProposeSlashing') {
    if (state.kind === 'proposed') return []
    const { type: _, ...terms } = command
    const contestableUntil = instantOf(msOf(at) + slashingPolicy.contestHours * 3_600_000)
    return [{ type: 'SlashingProposed', data: { ...terms, contestableUntil, at } }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such slashing.')
  const { slashingId, slashId } = state
  const fact = { slashingId, slashId, at }
  const illegal = reject('ILLEGAL_SLASHING_TRANSITION', `It is ${state.status}.`)
  const due = (upheld: { upheldBy?: string; reason?: string } = {}): Decision<SlashingEvent> => [
    { type: 'SlashingDue', data: { ...fact, transactionId: id('slash'), ...upheld } },
  ]
  switch (command.type) {
    case 'CarryOut':
      // Too early is no time to act; contested or waived meanwhile: nothing is to be done.
      return state.status === 'PROPOSED' && msOf(at) >= msOf(state.contestableUntil) ? due() : []
    case 'RecordSlashed': {
      if (state.status === 'CARRIED_OUT') return []
      const { entryId, taken } = command
      return [{ type: 'SlashingCarriedOut', data: { ...fact, entryId, taken } }]
    }
    case 'FailSlashing': {
      const { transactionId, code } = command
      if (state.status !== 'DUE' || state.transactionId !== transactionId) return []
      return [{ type: 'SlashingFailed', data: { ...fact, transactionId, code } }]
    }
    case 'Contest':
      if (state.status === 'CONTESTED') return []
      if (state.status !== 'PROPOSED' || msOf(at) >= msOf(state.contestableUntil)) return illegal
      return [{ type: 'SlashingContested', data: { ...fact, reason: command.reason } }]
    case 'Uphold':
      if (state.status === 'DUE') return []
      return state.status === 'CONTESTED' || state.status === 'FAILED'
        ? due({ upheldBy: actor.id, reason: command.reason })
        : illegal
    case 'Waive': {
      if (state.status === 'WAIVED') return []
      // What the chain was asked for cannot be called back.
      if (state.status === 'DUE' || state.status === 'CARRIED_OUT') return illegal
      return [{ type: 'SlashingWaived', data: { ...fact, by: actor.id, reason: command.reason } }]
    }
    default:
      return exhausted(command)
  }
}

export const slashing: Aggregate<Slashing, SlashingCommand, SlashingEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

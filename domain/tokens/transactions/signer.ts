import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { ChainAddress, ChainKey } from '../values.ts'
import { Nonce } from './transaction-events.ts'

/**
 * The nonces of one key on one chain. One stream, so none is given twice, and each follows the one before: a slot is open
 * until something under its nonce is final, and whoever finds it open fills it.
 */
export const category = 'chainSigner'

/** The id of the stream. */
export const signerIdOf = (chain: string, address: string): string => `${chain}.${address}`

// Events: the stored contract.
const Fact = z.strictObject({ chain: ChainKey, address: ChainAddress, at: Instant })
export const definitions = [
  /** It waits for a nonce, behind those that came before. */
  defineEvent('SlotRequested', 1, Fact.extend({ transactionId: Id })),
  /** It is not going to need one. */
  defineEvent('SlotWithdrawn', 1, Fact.extend({ transactionId: Id })),
  defineEvent('SlotAllocated', 1, Fact.extend({ transactionId: Id, nonce: Nonce })),
  /** Something is final under this nonce. */
  defineEvent('SlotResolved', 1, Fact.extend({ transactionId: Id, nonce: Nonce })),
] as const
export type ChainSignerEvent = EventOf<(typeof definitions)[number]>

// State.
export type Slot = { readonly nonce: number; readonly transactionId: string }
export type ChainSigner = {
  /** In the order in which they came. */
  readonly waiting: readonly string[]
  /** By their nonces, the lowest first. */
  readonly open: readonly Slot[]
  /** Above every nonce that was ever given. */
  readonly next: number
}

export const initial: ChainSigner = { waiting: [], open: [], next: 0 }

const byNonce = (slots: readonly Slot[]): readonly Slot[] =>
  slots.toSorted((one, other) => one.nonce - other.nonce)

export const evolve = (state: ChainSigner, { type, data }: ChainSignerEvent): ChainSigner => {
  const waiting = state.waiting.filter((each) => each !== data.transactionId)
  switch (type) {
    case 'SlotRequested':
      return { ...state, waiting: [...waiting, data.transactionId] }
    case 'SlotWithdrawn':
      return { ...state, waiting }
    case 'SlotAllocated': {
      const { nonce, transactionId } = data
      const next = Math.max(state.next, nonce + 1)
      const others = state.open.filter((slot) => slot.nonce !== nonce)
      return { waiting, open: byNonce([...others, { nonce, transactionId }]), next }
    }
    case 'SlotResolved':
      return { ...state, open: state.open.filter(({ nonce }) => nonce !== data.nonce) }
    default:
      return exhausted(type)
  }
}

// Commands.
export type ChainSignerCommand = { readonly chain: string; readonly address: string } & (
  | { readonly type: 'RequestSlot'; readonly transactionId: string }
  | { readonly type: 'WithdrawSlot'; readonly transactionId: string }
  /** `used`: how many nonces the chain says are used up in its latest block. */
  | { readonly type: 'AllocateSlot'; readonly transactionId: string; readonly used: number }
  /** Nothing else uses this nonce, and later ones wait for it: this one does, and does nothing else. */
  | { readonly type: 'FillSlot'; readonly nonce: number; readonly transactionId: string }
  | { readonly type: 'ResolveSlot'; readonly nonce: number }
)

export const decide = (
  command: ChainSignerCommand,
  { waiting, open, next }: ChainSigner,
  { now: at }: DecisionMeta,
): Decision<ChainSignerEvent> => {
  const { chain, address } = command
  const base = { chain, address, at }
  switch (command.type) {
    case 'RequestSlot': {
      const { transactionId } = command
      const isKnown =
        waiting.includes(transactionId) || open.some((slot) => slot.transactionId === transactionId)
      return isKnown ? [] : [{ type: 'SlotRequested', data: { ...base, transactionId } }]
    }
    case 'WithdrawSlot': {
      const { transactionId } = command
      return waiting.includes(transactionId)
        ? [{ type: 'SlotWithdrawn', data: { ...base, transactionId } }]
        : []
    }
    case 'AllocateSlot': {
      const { transactionId, used } = command
      if (open.some((slot) => slot.transactionId === transactionId)) return []
      // Who does not wait has had one, or does not need any.
      if (!waiting.includes(transactionId))
        return reject('NOT_FOUND', 'This transaction does not wait for a nonce.')
      // Another program may have used the key; a node that lags says less than was given.
      const nonce = Math.max(next, used)
      return [{ type: 'SlotAllocated', data: { ...base, transactionId, nonce } }]
    }
    case 'FillSlot': {
      const { nonce, transactionId } = command
      if (open.some((slot) => slot.transactionId === transactionId)) return []
      // Above are those that nobody needs yet.
      if (nonce >= next) return reject('NOT_FOUND', 'This nonce is not needed yet.')
      return [{ type: 'SlotAllocated', data: { ...base, transactionId, nonce } }]
    }
    case 'ResolveSlot': {
      const slot = open.find(({ nonce }) => nonce === command.nonce)
      return slot === undefined ? [] : [{ type: 'SlotResolved', data: { ...base, ...slot } }]
    }
    default:
      return exhausted(command)
  }
}

export const chainSigner: Aggregate<ChainSigner, ChainSignerCommand, ChainSignerEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

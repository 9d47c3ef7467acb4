import { exhausted } from '../../../domain/shared/values.ts'
import type { ChainEntryEvent } from '../../../domain/tokens/chain/entry-events.ts'
import type { SlashingEvent } from '../../../domain/tokens/staking/slashing.ts'
import type { Saga, SagaAction } from '../../runtime/saga.ts'
import {
  endedInVain,
  failureOf,
  isEndOfTransaction,
  type EndOfTransaction,
} from '../end-of-transaction.ts'

/** What a slashing asks for, outside itself. The names are stored: they never change. */
export type SlashingEffect = { readonly slashingId: string } & (
  | { readonly kind: 'carryOut' }
  | {
      readonly kind: 'slash'
      readonly chain: string
      readonly transactionId: string
      readonly computerId: string
      readonly amount: string
      readonly slashId: string
    }
  | { readonly kind: 'recordSlashed'; readonly entryId: string; readonly taken: string }
  | { readonly kind: 'failSlashing'; readonly transactionId: string; readonly code: string }
)

type Terms = {
  readonly slashingId: string
  readonly chain: string
  readonly computerId: string
  readonly amount: string
}
type Action = SagaAction<SlashingEffect>
type Heard = SlashingEvent | ChainEntryEvent | EndOfTransaction

const request = (effect: SlashingEffect): Action => ({ do: 'request', effect })

const onEvent = (event: Heard, { slashingId, ...terms }: Terms): readonly Action[] => {
  if (isEndOfTransaction(event)) {
    const { transactionId, code } = failureOf(event)
    return [request({ kind: 'failSlashing', slashingId, transactionId, code })]
  }
  switch (event.type) {
    case 'SlashingProposed':
      return [{ do: 'schedule', name: 'contest', dueAt: event.data.contestableUntil }]
    case 'SlashingContested':
      return [{ do: 'unschedule', name: 'contest' }]
    case 'SlashingDue': {
      const { transactionId, slashId } = event.data
      return [request({ kind: 'slash', slashingId, ...terms, transactionId, slashId })]
    }
    case 'ChainEntryFinalised': {
      const { entryId } = event.data
      const taken = event.data.arguments['amount'] ?? '0'
      return [request({ kind: 'recordSlashed', slashingId, entryId, taken })]
    }
    case 'SlashingWaived':
      return [
        { do: 'unschedule', name: 'contest' },
        { do: 'end', outcome: 'WAIVED' },
      ]
    case 'SlashingCarriedOut':
      return [{ do: 'end', outcome: 'CARRIED_OUT' }]
    default:
      return []
  }
}

const evolve = (
  state: Terms,
  message: { readonly type: string; readonly input?: unknown },
): Terms => {
  if (message.type !== 'input') return state
  // The routes let only these events through, out of the log, where they were checked.
  const event = message.input as Heard
  if (event.type !== 'SlashingProposed') return state
  const { slashingId, chain, computerId, amount } = event.data
  return { slashingId, chain, computerId, amount: amount.amount }
}

/**
 * A slashing from its proposal on: it can be contested for a time, then the contract is asked to take the stake, once under
 * its name. What was taken says the chain's final entry alone. Instances are named as the contract names them.
 */
export const stakeSlashing: Saga<Terms, SlashingEffect> = {
  name: 'stakeSlashing',
  version: 1,
  streamPrefixes: ['slashing-', 'chainEntry-', 'chainTransaction-'],
  routes: {
    SlashingProposed: { starts: 'slashId' },
    SlashingContested: { continues: 'slashId' },
    SlashingWaived: { continues: 'slashId' },
    SlashingDue: { continues: 'slashId' },
    SlashingCarriedOut: { continues: 'slashId' },
    ChainEntryFinalised: {
      continues: 'arguments.reason',
      where: { contract: 'STAKING', event: 'Slashed' },
    },
    ...endedInVain('SLASHING'),
  },
  // What is contested waits for an operator, and what was asked of a chain for the chain.
  mayRest: true,
  initial: { slashingId: '', chain: '', computerId: '', amount: '0' },
  evolve,
  decide: (message, state) => {
    switch (message.type) {
      case 'input':
        // As in evolve.
        return onEvent(message.input as Heard, evolve(state, message))
      case 'timer':
        return [request({ kind: 'carryOut', slashingId: state.slashingId })]
      // What came of an effect is heard as an event.
      case 'succeeded':
      case 'refused':
      case 'unknown':
        return []
      default:
        return exhausted(message)
    }
  },
}

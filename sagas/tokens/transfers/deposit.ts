import type { EntryData } from '../../../domain/tokens/chain/entry-events.ts'
import { category as entryCategory } from '../../../domain/tokens/chain/entry.ts'
import type { DepositEvent } from '../../../domain/tokens/transfers/deposit-events.ts'
import { category as depositCategory } from '../../../domain/tokens/transfers/deposit.ts'
import type { Saga, SagaAction, SagaMessage } from '../../runtime/saga.ts'
import type { DepositEffect } from './deposit-effects.ts'
import { follows, followsRefusal } from './deposit-outcomes.ts'
import { initial, type DepositState } from './deposit-state.ts'

type Step = {
  readonly state: DepositState
  readonly actions: readonly SagaAction<DepositEffect>[]
}

const transfers = { contract: 'QVT', event: 'Transfer' } as const

/**
 * One instance a transfer of QVT that has to do with the hub: pending in a wallet when it is seen, its credit when it is
 * final, gone when its block goes. What comes from nobody's address is set aside until somebody's claim. Steps are taken
 * one after the other, in the order of the chain's entry.
 */
export const tokenDepositing: Saga<DepositState, DepositEffect> = {
  name: 'tokenDepositing',
  version: 1,
  streamPrefixes: [`${entryCategory}-`, `${depositCategory}-`],
  routes: {
    ChainEntrySeen: { starts: 'entryId', where: transfers },
    ChainEntryOrphaned: { continues: 'entryId', where: transfers },
    ChainEntryFinalised: { continues: 'entryId', where: transfers },
    TokenDepositClaimed: { continues: 'depositId' },
  },
  // Until the chain goes on, or somebody claims it.
  mayRest: true,
  initial,
  evolve: (state, message) => step(state, message).state,
  decide: (message, state) => step(state, message).actions,
}

const step = (state: DepositState, message: SagaMessage): Step => {
  switch (message.type) {
    case 'input': {
      const queue = [...state.queue, effectOf(message)]
      return state.queue.length === 0 ? next({ ...state, queue }) : quiet({ ...state, queue })
    }
    case 'timer':
      return quiet(state)
    case 'unknown':
      return end(state, `HALTED ${message.kind} UNKNOWN`)
    default: {
      const [first, ...rest] = state.queue
      if (first === undefined) return quiet(state)
      const after =
        message.type === 'succeeded'
          ? follows(first, message.result)
          : followsRefusal(first, message.code)
      if ('end' in after) return end({ ...state, queue: [] }, after.end)
      const own = after.own ?? state.own
      const queue = [...(after.first ?? []), ...rest]
      return next({ queue, ...(own === undefined ? {} : { own }) })
    }
  }
}

const quiet = (state: DepositState): Step => ({ state, actions: [] })
const end = (state: DepositState, outcome: string): Step => ({
  state,
  actions: [{ do: 'end', outcome }],
})

const next = (state: DepositState): Step => {
  const [first, ...rest] = state.queue
  if (first === undefined) return quiet(state)
  if (state.own === undefined || !('observation' in first))
    return { state, actions: [{ do: 'request', effect: first }] }
  // The hub's own are booked when they are final, and not before.
  if (first.kind !== 'finalise') return next({ ...state, queue: rest })
  const { depositId, amount } = first
  const effect = { kind: state.own, depositId, amount } as const
  return {
    state: { ...state, queue: [effect, ...rest] },
    actions: [{ do: 'request', effect }],
  }
}

/** Events come out of the log, where each was held against the contract of its type. */
const effectOf = ({ input }: Extract<SagaMessage, { readonly type: 'input' }>): DepositEffect => {
  if (input.type === 'TokenDepositClaimed') {
    const data = input.data as Extract<DepositEvent, { type: 'TokenDepositClaimed' }>['data']
    const { depositId, amount, organisation, observation } = data
    return { kind: 'credit', depositId, amount, organisation, observation, unclaimed: true }
  }
  const entry = input.data as EntryData
  const { entryId: depositId, observation, chain, transactionHash } = entry
  const { from = '', to = '', value: amount = '0' } = entry.arguments
  const sight = { depositId, amount, observation }
  if (input.type === 'ChainEntrySeen')
    return { kind: 'see', ...sight, chain, from, to, transactionHash }
  return { kind: input.type === 'ChainEntryOrphaned' ? 'orphan' : 'finalise', ...sight }
}

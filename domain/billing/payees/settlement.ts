import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { Asset } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { LogPosition, SignedMinorUnits } from './values.ts'

/**
 * How far the earnings of the log are settled. Runs follow each other without a gap: each begins where the one before
 * ended, and the next begins only when it is complete. There is one for the hub.
 */
export const category = 'settlement'
export const settlementId = 'hub'

// Events: the stored contract.
const Fact = z.strictObject({ settlementId: z.literal(settlementId), at: Instant })
const Run = Fact.extend({ runId: Id, fromPosition: LogPosition, toPosition: LogPosition })
const Sum = z.strictObject({ asset: Asset, amount: SignedMinorUnits, payees: z.int().min(0) })

export const definitions = [
  defineEvent('SettlementOpened', 1, Fact),
  defineEvent('SettlementRunBegun', 1, Run),
  defineEvent('SettlementRunCompleted', 1, Run.extend({ sums: z.array(Sum).max(1_000) })),
] as const
export type SettlementEvent = EventOf<(typeof definitions)[number]>
export type SettlementSum = z.output<typeof Sum>

// State.
export type SettlementRun = {
  readonly runId: string
  readonly fromPosition: string
  readonly toPosition: string
}
export type Settlement = {
  readonly isOpen: boolean
  /** Position of the log: what stands after it is not settled yet. */
  readonly settledTo: bigint
  readonly run?: SettlementRun
}

export const initial: Settlement = { isOpen: false, settledTo: 0n }

export const evolve = (state: Settlement, event: SettlementEvent): Settlement => {
  switch (event.type) {
    case 'SettlementOpened':
      return { ...state, isOpen: true }
    case 'SettlementRunBegun': {
      const { runId, fromPosition, toPosition } = event.data
      return { ...state, run: { runId, fromPosition, toPosition } }
    }
    case 'SettlementRunCompleted':
      return { isOpen: true, settledTo: BigInt(event.data.toPosition) }
    default:
      return exhausted(event)
  }
}

// Commands.
export type SettlementCommand =
  | { readonly type: 'OpenSettlement' }
  /** Up to this position of the log, from where the last run ended. */
  | { readonly type: 'BeginRun'; readonly toPosition: bigint }
  | {
      readonly type: 'CompleteRun'
      readonly runId: string
      readonly sums: readonly SettlementSum[]
    }

export const decide = (
  command: SettlementCommand,
  state: Settlement,
  { id, now: at }: DecisionMeta,
): Decision<SettlementEvent> => {
  switch (command.type) {
    case 'OpenSettlement':
      return state.isOpen ? [] : [{ type: 'SettlementOpened', data: { settlementId, at } }]
    case 'BeginRun': {
      const { toPosition } = command
      if (!state.isOpen) return reject('NOT_FOUND', 'Settlement was not opened.')
      // One at a time; and of nothing new there is nothing to settle.
      if (state.run !== undefined || toPosition <= state.settledTo) return []
      const run = {
        runId: id('run'),
        fromPosition: state.settledTo.toString(),
        toPosition: toPosition.toString(),
      }
      return [{ type: 'SettlementRunBegun', data: { settlementId, ...run, at } }]
    }
    case 'CompleteRun': {
      if (state.run?.runId !== command.runId) return []
      const { run } = state
      const sums = [...command.sums]
      return [{ type: 'SettlementRunCompleted', data: { settlementId, ...run, sums, at } }]
    }
    default:
      return exhausted(command)
  }
}

export const settlement: Aggregate<Settlement, SettlementCommand, SettlementEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

import { nextSettlementAt } from '../../../domain/billing/payees/schedule.ts'
import { category, type SettlementEvent } from '../../../domain/billing/payees/settlement.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { Saga, SagaAction } from '../../runtime/saga.ts'
import type { SettlementEffect } from './settlement-effects.ts'

type Action = SagaAction<SettlementEffect>

const nextNight = (now: string): Action => ({
  do: 'schedule',
  name: 'night',
  dueAt: nextSettlementAt(now),
})

/**
 * Every night, and when an operator asks for it, what was earned since the last run is put to the payees' balances. One
 * instance for the hub; how far it is stands in the stream of the settlement itself.
 */
export const settlementCycle: Saga<null, SettlementEffect> = {
  name: 'settlementCycle',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: {
    SettlementOpened: { starts: 'settlementId' },
    SettlementRunBegun: { continues: 'settlementId' },
  },
  mayRest: false,
  initial: null,
  evolve: () => null,
  decide: (message, _, now) => {
    switch (message.type) {
      case 'input': {
        // The routes let only events of the settlement through, out of the log, where they were checked.
        const event = message.input as SettlementEvent
        if (event.type !== 'SettlementRunBegun') return [nextNight(now)]
        const { runId, fromPosition, toPosition } = event.data
        return [{ do: 'request', effect: { kind: 'settle', runId, fromPosition, toPosition } }]
      }
      case 'timer':
        return [{ do: 'request', effect: { kind: 'beginRun' } }, nextNight(now)]
      case 'succeeded':
        return []
      case 'refused':
        return [{ do: 'end', outcome: `HALTED ${message.kind} ${message.code}` }]
      case 'unknown':
        return [{ do: 'end', outcome: `HALTED ${message.kind} UNKNOWN` }]
      default:
        return exhausted(message)
    }
  },
}

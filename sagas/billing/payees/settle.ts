import { payee } from '../../../domain/billing/payees/payee.ts'
import {
  settlement,
  settlementId,
  type SettlementSum,
} from '../../../domain/billing/payees/settlement.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { changeAs, succeeded, type Performers } from '../../runtime/effects.ts'
import { earningsOfLog, type PayeeEarnings } from './earnings-of-log.ts'
import type { SettlementEffect } from './settlement-effects.ts'

/** Does what the settlement asked for. Safe to do again: a payee takes each stretch of the log once. */
export const performSettlementEffects: Performers<SettlementEffect> = {
  beginRun: async (_, tools) => {
    const toPosition = await tools.services.eventStore.head()
    return changeAs(tools, settlement, settlementId, { type: 'BeginRun', toPosition })
  },
  settle: async ({ runId, ...range }, tools) => {
    const fromPosition = BigInt(range.fromPosition)
    const toPosition = BigInt(range.toPosition)
    const { eventStore } = tools.services
    const earnings = await earningsOfLog(eventStore, { fromPosition, toPosition })
    for (const each of earnings) {
      tools.signal.throwIfAborted()
      // One key for each balance: a payee may have several.
      const commandId = derivedId(tools.context.commandId, each.organisation, each.asset)
      const own = { ...tools, context: { ...tools.context, commandId } }
      const settled = await changeAs(own, payee, each.organisation, {
        type: 'SettleEarnings',
        ...{ runId, fromPosition, toPosition },
        ...each,
      })
      if (settled.type !== 'succeeded') return settled
    }
    const sums = sumsOf(earnings)
    const done = await changeAs(tools, settlement, settlementId, {
      type: 'CompleteRun',
      runId,
      sums,
    })
    return done.type === 'succeeded' ? succeeded(null, done.eventId) : done
  },
}

const sumsOf = (earnings: readonly PayeeEarnings[]): readonly SettlementSum[] =>
  [...new Set(earnings.map(({ asset }) => asset))].map((asset) => {
    const own = earnings.filter((each) => each.asset === asset)
    const amount = own.reduce((sum, { ofApps, ofDevices }) => sum + ofApps + ofDevices, 0n)
    return { asset, amount: amount.toString(), payees: own.length }
  })

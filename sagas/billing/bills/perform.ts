import { closePeriod } from '../../../commands/billing/bills/close-period.ts'
import { finaliseBill } from '../../../commands/billing/bills/issue.ts'
import { bill, type BillCommand } from '../../../domain/billing/bills/bill.ts'
import { billCycle } from '../../../domain/billing/bills/cycle.ts'
import { billNumbers } from '../../../domain/billing/bills/numbers.ts'
import type { Aggregate } from '../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import {
  changeAs,
  succeeded,
  type EffectOutcome,
  type EffectTools,
  type Performers,
} from '../../runtime/effects.ts'
import { clearHeldUp, raiseHeldUp } from '../reconciliation/held-up.ts'
import { TryAgain } from '../../runtime/outage.ts'
import type { RunEffect } from './effects.ts'

type Refusal = Rejection | Failure | undefined

/** A step of several, under the effect's own id: done again, it was done. */
const step =
  <State, Command extends { readonly type: string }, Event extends DomainEvent>(
    tools: EffectTools,
    aggregate: Aggregate<State, Command, Event>,
  ) =>
  async (id: string, command: Command): Promise<Refusal> => {
    const outcome = await changeAs(tools, aggregate, id, command)
    if (outcome.type === 'succeeded') return undefined
    if (outcome.type === 'unknown') throw new TryAgain(outcome.reason)
    // A code of the error table, as `changeAs` had it.
    return { code: outcome.code, detail: outcome.detail } as Failure
  }

/** What does not answer now is asked again, however long it takes: a source that is away is never taken for one without use. */
export const refusedOr = (refusal: Refusal, done: EffectOutcome): EffectOutcome => {
  if (refusal === undefined) return done
  const code = 'code' in refusal ? refusal.code : refusal.rejected
  if (code === 'UNAVAILABLE') throw new TryAgain(refusal.detail)
  return { type: 'refused', code, detail: refusal.detail }
}

export const onBill = (tools: EffectTools, command: BillCommand): Promise<EffectOutcome> =>
  changeAs(tools, bill, command.billId, command)

export const issueSteps = (tools: EffectTools) => ({
  number: step(tools, billNumbers),
  change: step(tools, bill),
})

/** Bills a wallet. Safe to do again: a draft that was written is the one that is closed, a number that was taken is used. */
export const performRunEffects: Performers<RunEffect> = {
  closePeriod: async ({ walletId, organisation, asset, end }, tools) => {
    const steps = { draft: step(tools, bill), close: step(tools, billCycle) }
    const wallet = { walletId, organisation, asset }
    const closed = await closePeriod(tools.services, wallet, end, steps)
    return 'end' in closed ? succeeded(closed) : refusedOr(closed, succeeded())
  },
  finaliseBill: async ({ billId }, tools) =>
    refusedOr(await finaliseBill(tools.services, billId, issueSteps(tools)), succeeded()),
  reportHeldUp: ({ walletId: subject, organisation, why }, tools) =>
    raiseHeldUp({ code: 'BILLING_HELD_UP', subject, organisation, why }, tools),
  reportGoingOn: ({ walletId: subject }, tools) =>
    clearHeldUp({ code: 'BILLING_HELD_UP', subject }, tools),
}

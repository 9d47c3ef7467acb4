import { bill, type BillCommand } from '../../../domain/billing/bills/bill.ts'
import {
  billCycle,
  billedBefore,
  periodAt,
  type BillCycleCommand,
} from '../../../domain/billing/bills/cycle.ts'
import { recurringKeysOf } from '../../../domain/billing/bills/lines.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'
import { gather, type WalletToBill } from './gather.ts'

/** How a step is written: as a command of whoever asks. Its own id makes it safe to do again. */
export type Steps = {
  readonly draft: (billId: string, command: BillCommand) => Promise<Rejection | Failure | undefined>
  readonly close: (
    walletId: string,
    command: BillCycleCommand,
  ) => Promise<Rejection | Failure | undefined>
}

export type Closed = {
  /** The draft; absent when nothing happened. */
  readonly billId?: string
  /** Until when all is billed. */
  readonly end: string
}

/**
 * Bills everything up to this moment: first the draft is written, which then says for good what the period holds, then the
 * period is closed with it. Broken off between the two and done again, the same draft is closed.
 */
export const closePeriod = async (
  services: Pick<Services, 'eventStore' | 'foldCache'>,
  wallet: WalletToBill,
  end: string,
  { draft, close }: Steps,
): Promise<Closed | Rejection | Failure> => {
  const { eventStore, foldCache } = services
  const { walletId } = wallet
  const { state: cycle } = await load(eventStore, foldCache, billCycle, walletId)
  const before = periodAt(cycle, end)
  if (before !== undefined) return before
  const gathered = await gather(services, wallet, cycle, end)
  if ('rejected' in gathered || 'code' in gathered) return gathered
  const { billId, index } = gathered
  if (gathered.lines.length > 0) {
    const twice = billedBefore(cycle, recurringKeysOf(gathered.lines))
    if (twice !== undefined) return reject('ALREADY_BILLED', `This was billed before: ${twice}.`)
    const { lines, usage, period, cut } = gathered
    const content = { ...wallet, billId, index, period, lines: [...lines], usage: [...usage] }
    const refused = await draft(billId, {
      type: 'DraftBill',
      ...content,
      ...(cut === undefined ? {} : { cut }),
    })
    if (refused !== undefined) return refused
  }
  const { state } = await load(eventStore, foldCache, bill, billId)
  // Somebody else's draft of this period, if there was one, is the one that stands.
  const stands = state.kind === 'absent' ? undefined : state.draft
  const { period, cut, usage, lines } = stands ?? gathered
  const refused = await close(walletId, {
    type: 'ClosePeriod',
    ...{ ...wallet, index, period, usage, recurring: recurringKeysOf(lines) },
    ...(cut === undefined ? {} : { cut }),
    ...(stands === undefined ? {} : { billId }),
  })
  if (refused !== undefined) return refused
  return { end: period.end, ...(stands === undefined ? {} : { billId }) }
}

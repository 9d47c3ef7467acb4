import type { Decision, DecisionMeta } from '../../shared/decider.ts'
import { instantOf, msOf } from '../../shared/instant.ts'
import { reject } from '../../shared/rejection.ts'
import { credit, debit, type Posting } from '../ledger/postings.ts'
import type { PayeeEvent } from './payee-events.ts'
import { balanceOf, type Payee } from './payee-state.ts'

/** What a stretch of the log says of one payee in one asset. `ofApps` and `ofDevices` are net: either may be negative. */
export type Earnings = {
  readonly count: number
  readonly gross: bigint
  readonly commission: bigint
  readonly refunded: bigint
  readonly ofApps: bigint
  readonly ofDevices: bigint
}

export type SettleEarnings = {
  readonly type: 'SettleEarnings'
  readonly runId: string
  readonly asset: string
  readonly fromPosition: bigint
  readonly toPosition: bigint
} & Earnings

const dayMs = 86_400_000

/** Out of an account that grows on the credit side, or into it. */
const takenFrom = (account: string, amount: bigint): readonly Posting[] =>
  amount < 0n ? credit(account, -amount) : debit(account, amount)

const addedTo = (account: string, amount: bigint): readonly Posting[] => takenFrom(account, -amount)

/** Each stretch of the log is settled once: what ends where this asset is settled already was settled before. */
export const settleEarnings = (
  organisation: string,
  command: SettleEarnings,
  state: Payee,
  { now, id }: DecisionMeta,
): Decision<PayeeEvent> => {
  const { asset, fromPosition, toPosition, count, gross, commission, refunded } = command
  const { settledTo } = balanceOf(state, asset)
  if (toPosition <= settledTo || count === 0) return []
  if (fromPosition < settledTo)
    return reject('ALREADY_EXISTS', `This asset is settled up to ${settledTo.toString()} already.`)
  const { ofApps, ofDevices, runId } = command
  const amount = ofApps + ofDevices
  // What is taken back is taken at once.
  const heldMs = amount > 0n ? state.settings.holdBackDays * dayMs : 0
  return [
    {
      type: 'EarningsSettled',
      data: {
        ...{ organisation, asset, runId, count },
        transactionId: id(`earnings ${asset}`),
        fromPosition: fromPosition.toString(),
        toPosition: toPosition.toString(),
        gross: gross.toString(),
        commission: commission.toString(),
        refunded: refunded.toString(),
        amount: amount.toString(),
        ofApps: ofApps.toString(),
        ofDevices: ofDevices.toString(),
        availableAt: instantOf(msOf(now) + heldMs),
        postings: [
          ...takenFrom(`seller_payable:${organisation}`, ofApps),
          ...takenFrom(`provider_payable:${organisation}`, ofDevices),
          ...addedTo(`payee_balance:${organisation}`, amount),
        ],
        at: now,
      },
    },
  ]
}

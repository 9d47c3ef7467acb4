import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { getById, setById, type IdMap } from '../shared/id-map.ts'
import { Asset, MinorUnits } from '../shared/money.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant } from '../shared/values.ts'
import { splitCapture } from './capture.ts'
import { credit, debit, Postings } from './postings.ts'

/** What one organisation may spend in one asset. Every event carries the balanced legs of its ledger transaction. */
export const category = 'wallet'
export const walletIdOf = (organisation: string, asset: string): string =>
  `${organisation}-${asset.slice(0, asset.indexOf('/'))}`

// Events: the stored contract.
const Transaction = z.strictObject({
  walletId: z.string(),
  organisation: Id,
  asset: Asset,
  transactionId: Id,
  amount: MinorUnits,
  postings: Postings,
  at: Instant,
})
export const definitions = [
  defineEvent('WalletCredited', 1, Transaction.extend({ reason: z.string().min(1).max(500) })),
  defineEvent('FundsHeld', 1, Transaction.extend({ holdId: Id, jobId: Id })),
  defineEvent(
    'HoldCaptured',
    1,
    Transaction.extend({
      holdId: Id,
      jobId: Id,
      providerOrganisation: Id,
      providerShare: MinorUnits,
      commission: MinorUnits,
      released: MinorUnits,
    }),
  ),
  defineEvent('HoldReleased', 1, Transaction.extend({ holdId: Id, jobId: Id, reason: z.string() })),
  // No money moves: a hold of this name is refused from now on, whoever asks for it and however late.
  defineEvent('HoldVoided', 1, Transaction.extend({ holdId: Id })),
  defineEvent(
    'ChargeRefunded',
    1,
    Transaction.extend({
      holdId: Id,
      jobId: Id,
      providerOrganisation: Id,
      providerShare: MinorUnits,
      commission: MinorUnits,
      reason: z.string().min(1).max(500),
    }),
  ),
] as const
export type WalletEvent = EventOf<(typeof definitions)[number]>

// State. Amounts in minor units of the wallet's asset: cents and thousandths of one currency are never added up.
export type Hold =
  | { readonly status: 'VOIDED' }
  | { readonly status: 'OPEN'; readonly jobId: string; readonly amount: bigint }
  | { readonly status: 'RELEASED'; readonly jobId: string; readonly amount: bigint }
  | {
      readonly status: 'CAPTURED'
      readonly jobId: string
      readonly amount: bigint
      readonly captured: bigint
      readonly refunded: bigint
      readonly providerOrganisation: string
      readonly providerShare: bigint
      readonly providerRefunded: bigint
    }
export type Wallet = {
  /** Of the first transaction; absent before it. */
  readonly asset?: string
  readonly available: bigint
  readonly held: bigint
  readonly holds: IdMap<Hold>
}

export const initial: Wallet = { available: 0n, held: 0n, holds: {} }

export const evolve = (before: Wallet, event: WalletEvent): Wallet => {
  const state = { ...before, asset: event.data.asset }
  const amount = BigInt(event.data.amount)
  switch (event.type) {
    case 'WalletCredited':
      return { ...state, available: state.available + amount }
    case 'FundsHeld': {
      const { holdId, jobId } = event.data
      return {
        ...state,
        available: state.available - amount,
        held: state.held + amount,
        holds: setById(state.holds, holdId, { status: 'OPEN', jobId, amount }),
      }
    }
    case 'HoldCaptured': {
      const { holdId, jobId, providerOrganisation } = event.data
      const released = BigInt(event.data.released)
      const hold: Hold = {
        status: 'CAPTURED',
        jobId,
        amount: amount + released,
        captured: amount,
        refunded: 0n,
        providerOrganisation,
        providerShare: BigInt(event.data.providerShare),
        providerRefunded: 0n,
      }
      return {
        ...state,
        available: state.available + released,
        held: state.held - amount - released,
        holds: setById(state.holds, holdId, hold),
      }
    }
    case 'HoldVoided':
      return { ...state, holds: setById(state.holds, event.data.holdId, { status: 'VOIDED' }) }
    case 'HoldReleased': {
      const { holdId, jobId } = event.data
      return {
        ...state,
        available: state.available + amount,
        held: state.held - amount,
        holds: setById(state.holds, holdId, { status: 'RELEASED', jobId, amount }),
      }
    }
    case 'ChargeRefunded': {
      const hold = getById(state.holds, event.data.holdId)
      const available = state.available + amount
      if (hold?.status !== 'CAPTURED') return { ...state, available }
      const refunded = hold.refunded + amount
      const providerRefunded = hold.providerRefunded + BigInt(event.data.providerShare)
      return {
        ...state,
        available,
        holds: setById(state.holds, event.data.holdId, { ...hold, refunded, providerRefunded }),
      }
    }
    default:
      return exhausted(event)
  }
}

// Commands.
export type WalletCommand = { readonly organisation: string; readonly asset: string } & (
  | { readonly type: 'CreditWallet'; readonly amount: bigint; readonly reason: string }
  | {
      readonly type: 'HoldFunds'
      readonly holdId: string
      readonly jobId: string
      readonly amount: bigint
    }
  /** Takes what was used, in one transaction with the return of the rest. */
  | {
      readonly type: 'CaptureHold'
      readonly holdId: string
      readonly amount: bigint
      readonly providerOrganisation: string
      readonly commissionBasisPoints: number
    }
  | { readonly type: 'ReleaseHold'; readonly holdId: string; readonly reason: string }
  /** Sees to it that there is no hold of this name, now or later. */
  | { readonly type: 'VoidHold'; readonly holdId: string }
  | {
      readonly type: 'RefundCharge'
      readonly holdId: string
      readonly amount: bigint
      readonly reason: string
    }
)

export const decide = (
  command: WalletCommand,
  state: Wallet,
  meta: DecisionMeta,
): Decision<WalletEvent> => {
  const { organisation, asset } = command
  if (state.asset !== undefined && state.asset !== asset)
    return reject('ASSET_MISMATCH', `This wallet counts in ${state.asset}, not in ${asset}.`)
  const walletId = walletIdOf(organisation, asset)
  const common = {
    walletId,
    organisation,
    asset,
    transactionId: meta.id('transaction'),
    at: meta.now,
  }
  const spendable = `customer_credit:${walletId}`
  const reserved = `customer_held:${walletId}`
  if (command.type === 'CreditWallet') {
    const { amount, reason } = command
    if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A credit is more than nothing.')
    return [
      {
        type: 'WalletCredited',
        data: {
          ...common,
          amount: amount.toString(),
          reason,
          postings: [...debit('operator_grant', amount), ...credit(spendable, amount)],
        },
      },
    ]
  }
  const { holdId } = command
  const hold = getById(state.holds, holdId)
  if (command.type === 'HoldFunds') {
    const { amount, jobId } = command
    if (hold?.status === 'VOIDED')
      return reject('HOLD_ALREADY_RESOLVED', 'This hold was voided before it was asked for.')
    if (hold !== undefined)
      return hold.amount === amount
        ? []
        : reject('ALREADY_EXISTS', 'This hold exists with another amount.')
    if (amount > state.available) return insufficientFunds(state.available, amount, asset)
    return [
      {
        type: 'FundsHeld',
        data: {
          ...common,
          amount: amount.toString(),
          holdId,
          jobId,
          postings: [...debit(spendable, amount), ...credit(reserved, amount)],
        },
      },
    ]
  }
  if (command.type === 'VoidHold' && hold === undefined)
    return [{ type: 'HoldVoided', data: { ...common, amount: '0', holdId, postings: [] } }]
  if (command.type === 'VoidHold' && hold?.status === 'VOIDED') return []
  if (hold === undefined || hold.status === 'VOIDED')
    return reject('HOLD_UNKNOWN', 'This wallet has no such hold.')
  const { jobId } = hold
  switch (command.type) {
    case 'CaptureHold': {
      const { amount, providerOrganisation, commissionBasisPoints } = command
      if (hold.status === 'CAPTURED' && hold.captured === amount) return []
      if (hold.status !== 'OPEN')
        return reject('HOLD_ALREADY_RESOLVED', `This hold is ${hold.status} already.`)
      if (amount > hold.amount)
        return reject('CAPTURE_ABOVE_HOLD', 'More than was held cannot be captured.')
      const { providerShare, commission } = splitCapture(amount, commissionBasisPoints)
      const released = hold.amount - amount
      const postings = [
        ...debit(reserved, hold.amount),
        ...credit(`provider_payable:${providerOrganisation}`, providerShare),
        ...credit('commission_revenue', commission),
        ...credit(spendable, released),
      ]
      return [
        {
          type: 'HoldCaptured',
          data: {
            ...common,
            amount: amount.toString(),
            holdId,
            jobId,
            providerOrganisation,
            providerShare: providerShare.toString(),
            commission: commission.toString(),
            released: released.toString(),
            postings,
          },
        },
      ]
    }
    // One that was granted late, against a refusal, is given back.
    case 'VoidHold':
    case 'ReleaseHold': {
      if (hold.status === 'RELEASED') return []
      if (hold.status === 'CAPTURED')
        return reject('HOLD_ALREADY_RESOLVED', 'This hold is CAPTURED already.')
      return [
        {
          type: 'HoldReleased',
          data: {
            ...common,
            amount: hold.amount.toString(),
            holdId,
            jobId,
            reason: command.type === 'VoidHold' ? 'VOIDED' : command.reason,
            postings: [...debit(reserved, hold.amount), ...credit(spendable, hold.amount)],
          },
        },
      ]
    }
    case 'RefundCharge': {
      const { amount, reason } = command
      if (hold.status !== 'CAPTURED')
        return reject('REFUND_ABOVE_CAPTURE', 'Nothing was captured under this hold.')
      if (amount <= 0n) return reject('AMOUNT_OUT_OF_RANGE', 'A refund is more than nothing.')
      if (hold.refunded + amount > hold.captured)
        return reject('REFUND_ABOVE_CAPTURE', 'Refunds never exceed what was captured.')
      // The share is taken from the running total, so that partial refunds add up to exactly what was split.
      const providerShare =
        (hold.providerShare * (hold.refunded + amount)) / hold.captured - hold.providerRefunded
      const commission = amount - providerShare
      const postings = [
        ...debit(`provider_payable:${hold.providerOrganisation}`, providerShare),
        ...debit('commission_revenue', commission),
        ...credit(spendable, amount),
      ]
      return [
        {
          type: 'ChargeRefunded',
          data: {
            ...common,
            amount: amount.toString(),
            holdId,
            jobId,
            providerOrganisation: hold.providerOrganisation,
            providerShare: providerShare.toString(),
            commission: commission.toString(),
            reason,
            postings,
          },
        },
      ]
    }
    default:
      return exhausted(command)
  }
}

/** The one answer to "not enough", given at submission and at the hold alike. */
export const insufficientFunds = (available: bigint, needed: bigint, asset: string) =>
  reject(
    'INSUFFICIENT_FUNDS',
    `The wallet has ${available.toString()} minor units of ${asset} to spend; ${needed.toString()} are needed.`,
  )

export const wallet: Aggregate<Wallet, WalletCommand, WalletEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

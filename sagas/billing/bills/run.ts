import { z } from 'zod'
import { category as billCycle } from '../../../domain/billing/bills/cycle.ts'
import { category as billingProfile } from '../../../domain/billing/bills/profile.ts'
import { boundsOf, monthOf } from '../../../domain/billing/metering/months.ts'
import { category as payment } from '../../../domain/billing/payments/payment.ts'
import { category as wallet } from '../../../domain/billing/wallet/wallet.ts'
import { instantOf, msOf } from '../../../domain/shared/instant.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { Saga, SagaAction, SagaMessage } from '../../runtime/saga.ts'
import type { RunEffect } from './effects.ts'

/** What came of closing a period. */
export const ClosedResult = z.strictObject({
  billId: z.string().exactOptional(),
  end: z.string(),
})

/** A wallet that is billed month by month, UTC. */
export type BillingRun = {
  readonly walletId: string
  readonly organisation: string
  readonly asset: string
  /** The end of the month that is billed next; absent before anything is known. */
  readonly next?: string
  /** Until when it was last to be billed. */
  readonly asked?: string
  /** Which bill was made of that, if it is not finalised yet. */
  readonly drafted?: string
  /** It was refused, and is tried again. */
  readonly heldUp?: true
}

const initial: BillingRun = { walletId: '', organisation: '', asset: '' }

const endOfMonth = (at: string): string => instantOf(boundsOf(monthOf(at)).end)

/** Of the log, where each was held against the contract of its type: these have a part of it each. */
const Input = z.object({
  walletId: z.string(),
  organisation: z.string(),
  at: z.string(),
  asset: z.string().optional(),
  amount: z.union([z.object({ asset: z.string() }), z.string()]).optional(),
  terms: z.object({ priceBook: z.object({ asset: z.string() }).optional() }).optional(),
})

const assetIn = ({ asset, amount, terms }: z.output<typeof Input>): string =>
  asset ?? (typeof amount === 'object' ? amount.asset : terms?.priceBook?.asset) ?? ''

const evolve = (state: BillingRun, message: SagaMessage): BillingRun => {
  switch (message.type) {
    case 'input': {
      const input = Input.parse(message.input.data)
      const { walletId, organisation, at } = input
      const asked = message.input.type === 'BillRequested' ? { asked: at } : {}
      if (state.next !== undefined) return { ...state, ...asked }
      return { walletId, organisation, asset: assetIn(input), next: endOfMonth(at), ...asked }
    }
    case 'timer':
      return state.next === undefined || message.name === 'retry'
        ? state
        : { ...state, asked: state.next, next: endOfMonth(state.next) }
    case 'succeeded': {
      if (message.kind !== 'closePeriod' && message.kind !== 'finaliseBill') return state
      const { drafted: _, heldUp: __, ...rest } = state
      if (message.kind === 'finaliseBill') return rest
      const { billId } = ClosedResult.parse(message.result)
      // It is over when there is nothing to finalise.
      const held = state.heldUp === undefined ? {} : { heldUp: state.heldUp }
      return billId === undefined ? rest : { ...rest, ...held, drafted: billId }
    }
    case 'refused':
    case 'unknown':
      return isBilling(message.kind) ? { ...state, heldUp: true } : state
    default:
      return exhausted(message)
  }
}

type Action = SagaAction<RunEffect>

/** What was refused is tried again so often, until a person has removed what was in its way. */
const retryMs = 6 * 3_600_000

const isBilling = (kind: string): boolean => kind === 'closePeriod' || kind === 'finaliseBill'

const request = (effect: RunEffect): Action => ({ do: 'request', effect })

const heldUp = (
  { walletId, organisation }: BillingRun,
  kind: string,
  code: string,
  now: string,
): readonly Action[] =>
  isBilling(kind)
    ? [
        request({ kind: 'reportHeldUp', walletId, organisation, why: `${kind}: ${code}` }),
        { do: 'unschedule', name: 'retry' },
        { do: 'schedule', name: 'retry', dueAt: instantOf(msOf(now) + retryMs) },
      ]
    : [{ do: 'end', outcome: `HALTED ${kind} ${code}` }]

const decide = (message: SagaMessage, before: BillingRun, now: string): readonly Action[] => {
  const state = evolve(before, message)
  const { next, walletId, organisation, asset } = state
  const close = (end: string): Action =>
    request({ kind: 'closePeriod', ...{ walletId, organisation, asset }, end })
  const wait: readonly Action[] =
    next === undefined ? [] : [{ do: 'schedule', name: 'periodEnd', dueAt: next }]
  switch (message.type) {
    case 'input':
      return [
        ...(before.next === undefined ? wait : []),
        ...(message.input.type === 'BillRequested'
          ? [close(Input.parse(message.input.data).at)]
          : []),
      ]
    case 'timer': {
      if (message.name !== 'retry')
        return before.next === undefined ? [] : [close(before.next), ...wait]
      const { drafted: billId, asked } = before
      if (before.heldUp === undefined) return []
      if (billId !== undefined) return [request({ kind: 'finaliseBill', billId })]
      return asked === undefined ? [] : [close(asked)]
    }
    case 'succeeded': {
      if (!isBilling(message.kind)) return []
      const billId = state.drafted
      const goesOn = before.heldUp !== undefined && state.heldUp === undefined
      return [
        ...(billId === undefined ? [] : [request({ kind: 'finaliseBill', billId })]),
        ...(goesOn ? [request({ kind: 'reportGoingOn', walletId })] : []),
      ]
    }
    // Something would be billed twice, or could not be billed: a person has to look.
    case 'refused':
      return heldUp(state, message.kind, message.code, now)
    case 'unknown':
      return heldUp(state, message.kind, 'UNKNOWN', now)
    default:
      return exhausted(message)
  }
}

/** One instance a wallet, from the first money in it on: at the end of every month, what happened in it is billed. */
export const billingRun: Saga<BillingRun, RunEffect> = {
  name: 'billingRun',
  version: 1,
  streamPrefixes: [`${wallet}-`, `${payment}-`, `${billCycle}-`, `${billingProfile}-`],
  routes: {
    WalletCredited: { starts: 'walletId' },
    CreditGranted: { starts: 'walletId' },
    PaymentRequested: { starts: 'walletId', optional: true },
    BillingTermsSet: { starts: 'walletId', optional: true },
    BillRequested: { starts: 'walletId' },
  },
  mayRest: false,
  initial,
  evolve,
  decide,
}

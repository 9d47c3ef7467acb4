import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { msOf } from '../../shared/instant.ts'
import { money, type Money } from '../../shared/money.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { recordEntry, type ShownEntry } from './shown-entry.ts'
import { definitions, type TokenPaymentOwner } from './token-payment-events.ts'
import {
  evolve,
  initial,
  openRefund,
  ownerOf,
  refundedOf,
  type ExistingTokenPayment,
  type TokenPayment,
  type TokenPaymentEvent,
} from './token-payment-state.ts'

/**
 * A payment at the escrow on a chain: what was asked of it, and what its entries have shown once they are final. It is to a
 * payment in tokens what a card's payment at its provider is; it moves nothing by itself. The stream's id is the escrow's.
 */
export const category = 'tokenPayment'

export type TokenPaymentCommand =
  | ({
      readonly type: 'OpenTokenPayment'
      readonly payer: string
      readonly amount: Money
      readonly validBefore: string
    } & TokenPaymentOwner)
  | { readonly type: 'SignTokenPayment'; readonly signature: string; readonly user: string }
  /** Of what the escrow holds, once; the rest goes back with it. Minor units. */
  | { readonly type: 'RequestCapture'; readonly amount: bigint }
  | { readonly type: 'RequestClosing'; readonly reason: string }
  | {
      readonly type: 'RequestRefund'
      readonly refundId: string
      readonly onChainRefundId: string
      readonly amount: bigint
    }
  | { readonly type: 'RecordEntry'; readonly entry: ShownEntry }
  /** The chain has not taken a call, and is not going to. */
  | { readonly type: 'RecordFailure'; readonly call: CallName; readonly code: string }

export type CallName = 'authorize' | 'capture' | 'void' | 'refund'

export const decide = (
  command: TokenPaymentCommand,
  state: TokenPayment,
  meta: DecisionMeta,
): Decision<TokenPaymentEvent> => {
  if (command.type === 'OpenTokenPayment') return open(command, state, meta)
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such payment.')
  const fact = { ...ownerOf(state), at: meta.now }
  switch (command.type) {
    case 'SignTokenPayment':
      return sign(command, state, meta)
    case 'RequestCapture': {
      const { amount } = command
      if (state.captureRequested === amount) return []
      const isOpen = state.captureRequested === undefined && state.closing === undefined
      if (state.stage !== 'AUTHORISED' || !isOpen) return illegal(state, 'captured')
      if (amount > state.authorised)
        return reject('CAPTURE_ABOVE_HOLD', 'More than the escrow holds cannot be captured.')
      const data = { ...fact, amount: money(amount, state.asset) }
      return [{ type: 'TokenPaymentCaptureRequested', data }]
    }
    case 'RequestClosing':
      return close(command.reason, state, meta)
    case 'RequestRefund':
      return refund(command, state, meta)
    case 'RecordEntry':
      return recordEntry(command.entry, state, meta)
    case 'RecordFailure':
      return failed(command, state, meta)
    default:
      return exhausted(command)
  }
}

const illegal = ({ stage }: ExistingTokenPayment, what: string) =>
  reject('ILLEGAL_PAYMENT_TRANSITION', `A payment that is ${stage} on its chain can't be ${what}.`)

type CommandOf<Type> = Extract<TokenPaymentCommand, { readonly type: Type }>

const open = (
  { type: _, ...wish }: CommandOf<'OpenTokenPayment'>,
  state: TokenPayment,
  { now: at }: DecisionMeta,
): Decision<TokenPaymentEvent> => {
  if (state.kind === 'absent') return [{ type: 'TokenPaymentOpened', data: { ...wish, at } }]
  const isSame = state.payer === wish.payer && state.amount === BigInt(wish.amount.amount)
  return isSame ? [] : reject('ALREADY_EXISTS', 'This payment exists with another content.')
}

const sign = (
  { signature, user: signedBy }: CommandOf<'SignTokenPayment'>,
  state: ExistingTokenPayment,
  { now: at }: DecisionMeta,
): Decision<TokenPaymentEvent> => {
  if (state.signature === signature) return []
  if (state.stage !== 'OPEN' || state.closing !== undefined) return illegal(state, 'signed')
  if (msOf(at) >= msOf(state.validBefore)) return illegal(state, 'signed any more')
  return [{ type: 'TokenPaymentSigned', data: { ...ownerOf(state), signature, signedBy, at } }]
}

/** Before anybody signed, and after the chain refused it, nothing has to be given back. */
const close = (
  reason: string,
  state: ExistingTokenPayment,
  { now: at }: DecisionMeta,
): Decision<TokenPaymentEvent> => {
  const fact = { ...ownerOf(state), at }
  if (state.stage === 'CLOSED' || state.closing !== undefined) return []
  if (state.stage === 'OPEN' || state.stage === 'REFUSED')
    return [{ type: 'TokenPaymentClosed', data: { ...fact, how: 'NEVER_AUTHORISED' } }]
  if (state.stage === 'CAPTURED' || state.captureRequested !== undefined)
    return illegal(state, 'given back')
  return [{ type: 'TokenPaymentClosingRequested', data: { ...fact, reason } }]
}

const refund = (
  { refundId, onChainRefundId, amount }: CommandOf<'RequestRefund'>,
  state: ExistingTokenPayment,
  { now: at }: DecisionMeta,
): Decision<TokenPaymentEvent> => {
  const known = state.refunds.find((each) => each.refundId === refundId)
  if (known !== undefined)
    return known.amount === amount
      ? []
      : reject('ALREADY_EXISTS', 'This refund exists with another amount.')
  if (state.stage !== 'CAPTURED') return illegal(state, 'refunded')
  const asked = state.refunds.reduce(
    (sum, each) => (each.status === 'REQUESTED' ? sum + each.amount : sum),
    refundedOf(state),
  )
  if (amount <= 0n || amount > state.captured - asked)
    return reject('REFUND_ABOVE_CAPTURE', 'More than is left of it cannot be refunded.')
  const of = { refundId, onChainRefundId, amount: money(amount, state.asset) }
  const data = { ...ownerOf(state), ...of, at }
  return [{ type: 'TokenPaymentRefundRequested', data }]
}

const failed = (
  { call, code }: CommandOf<'RecordFailure'>,
  state: ExistingTokenPayment,
  { now: at }: DecisionMeta,
): Decision<TokenPaymentEvent> => {
  const fact = { ...ownerOf(state), at }
  switch (call) {
    case 'authorize': {
      if (state.stage !== 'SIGNED') return []
      const refused = { type: 'TokenPaymentRefused', data: { ...fact, code } } as const
      const how = 'NEVER_AUTHORISED'
      return state.closing === undefined
        ? [refused]
        : [refused, { type: 'TokenPaymentClosed', data: { ...fact, how } }]
    }
    case 'capture':
      return state.stage === 'AUTHORISED' && state.closing === undefined
        ? [{ type: 'TokenPaymentClosingRequested', data: { ...fact, reason: code } }]
        : []
    case 'void':
      return []
    case 'refund': {
      const open = openRefund(state)
      if (open === undefined) return []
      const { refundId, onChainRefundId } = open
      const of = { refundId, onChainRefundId, amount: money(open.amount, state.asset) }
      return [{ type: 'TokenPaymentRefundFailed', data: { ...fact, ...of, code } }]
    }
    default:
      return exhausted(call)
  }
}

export const tokenPayment: Aggregate<TokenPayment, TokenPaymentCommand, TokenPaymentEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}

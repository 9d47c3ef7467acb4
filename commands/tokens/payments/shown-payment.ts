import { money } from '../../../domain/shared/money.ts'
import type {
  ExistingTokenPayment,
  TokenRefund,
} from '../../../domain/tokens/payments/token-payment-state.ts'
import { authorisationToSign } from '../../../platform/chain/payments/authorisation.ts'
import type { ChainPorts } from '../../../platform/chain/port.ts'
import type {
  ProviderPayment,
  ProviderPaymentState,
  ProviderRefund,
} from '../../../platform/payments/objects.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { termsOf } from './terms.ts'

/** A hold of less than the payment is no authorisation of it: it only goes back. */
const isEnough = ({ authorised, amount }: ExistingTokenPayment): boolean => authorised >= amount

const stateOf = (state: ExistingTokenPayment): ProviderPaymentState => {
  switch (state.stage) {
    case 'OPEN':
      return 'REQUIRES_ACTION'
    case 'SIGNED':
      return 'PROCESSING'
    case 'REFUSED':
      return 'REQUIRES_PAYMENT_METHOD'
    case 'AUTHORISED':
      return isEnough(state) ? 'REQUIRES_CAPTURE' : 'PROCESSING'
    case 'CAPTURED':
      return 'SUCCEEDED'
    case 'CLOSED':
      return 'CANCELLED'
    default:
      return exhausted(state.stage)
  }
}

/** A payment at the escrow in the words in which providers of payments speak. */
export const shownPayment = (state: ExistingTokenPayment, chains: ChainPorts): ProviderPayment => {
  const { onChainId, paymentId, organisation, stage, asset, amount, captured, refusal } = state
  const of = (value: bigint) => money(value, asset)
  const port = chains.get(state.chain)
  const shown = stateOf(state)
  return {
    id: onChainId,
    ...{ paymentId, organisation },
    state: shown,
    rawState: stage,
    capture: 'MANUAL',
    amount: of(amount),
    // What was signed for beyond the payment goes back when it is captured.
    capturable: of(shown === 'REQUIRES_CAPTURE' ? amount : 0n),
    captured: of(captured),
    captureBefore: state.validBefore,
    createdAt: state.openedAt,
    ...(stage !== 'OPEN' || port === undefined
      ? {}
      : { action: { sign: authorisationToSign(port.settings, termsOf(state)) } }),
    ...(refusal === undefined
      ? {}
      : { failure: { code: refusal, message: 'The chain refused the authorisation.' } }),
  }
}

const refundStates = { REQUESTED: 'PENDING', SUCCEEDED: 'SUCCEEDED', FAILED: 'FAILED' } as const

export const shownRefund = (
  { onChainId, paymentId, asset }: ExistingTokenPayment,
  { refundId, amount, status, code, requestedAt }: TokenRefund,
): ProviderRefund => ({
  id: `${onChainId}.${refundId}`,
  ...{ refundId, paymentId },
  providerPaymentId: onChainId,
  state: refundStates[status],
  rawState: status,
  amount: money(amount, asset),
  ...(code === undefined ? {} : { failureReason: code }),
  createdAt: requestedAt,
})

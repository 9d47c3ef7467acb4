import { paymentMethods, type PaymentMethodCommand } from '../../domain/billing/payments/methods.ts'
import type { PaymentCommand } from '../../domain/billing/payments/payment-command.ts'
import { payment } from '../../domain/billing/payments/payment.ts'
import type { Standing } from '../../domain/billing/payments/payment-state.ts'
import {
  addressKeyOf,
  chainAddress,
  type ChainAddressCommand,
} from '../../domain/tokens/addresses/address.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, name: string, owner: string) => void

const asset = 'USD/2'

const onPayment =
  (wish: (paymentId: string, organisation: string) => PaymentCommand): Step =>
  (recorder, _, name, owner) => {
    const paymentId = idOf('payment', name)
    recorder.record(payment, paymentId, wish(paymentId, idOf('organisation', owner)))
  }

const onCards =
  (wish: (organisation: string) => PaymentMethodCommand): Step =>
  (recorder, _, __, owner) => {
    const organisation = idOf('organisation', owner)
    recorder.record(paymentMethods, organisation, wish(organisation))
  }

const shows = (standing: Standing, second: number, failure?: { readonly code: string }): Step =>
  onPayment((paymentId) => ({
    type: 'RecordNews',
    paymentId,
    news: {
      reference: `pi_${paymentId}`,
      ...{ standing, asset, amount: 500n, round: 9 },
      authorised: standing === 'REQUIRES_CAPTURE' ? 500n : 0n,
      captured: standing === 'SUCCEEDED' ? 500n : 0n,
      observedAt: new Date(Date.UTC(2026, 0, 2, 0, 0, second)).toISOString(),
      ...(failure === undefined ? {} : { failure }),
    },
  }))

const save = (name: string): Step =>
  onCards((organisation) => ({
    type: 'SaveMethod',
    organisation,
    methodId: idOf('method', name),
    reference: `pm_${name}`,
    card: { brand: 'visa', last4: '4242', expiryMonth: 12, expiryYear: 2030 },
  }))

const address = `0x${'aB'.repeat(20)}`

const onAddress =
  (wish: Pick<ChainAddressCommand, 'type'> & { readonly challenge?: string }): Step =>
  (recorder, _, __, owner) => {
    const { type, challenge = 'none' } = wish
    const of = {
      ...{ chain: 'local', address, organisation: idOf('organisation', owner) },
      ...{ addressId: idOf('address', owner), user: idOf('person', owner) },
    }
    recorder.record(
      chainAddress,
      addressKeyOf('local', address),
      type === 'LinkAddress'
        ? { ...of, type, challengeId: idOf('challenge', challenge) }
        : { ...of, type },
    )
  }

/** Payments by card, and the cards; addresses that are linked. */
export const paymentSteps = {
  linkAddress: onAddress({ type: 'LinkAddress', challenge: '1' }),
  linkAddressAgain: onAddress({ type: 'LinkAddress', challenge: '2' }),
  unlinkAddress: onAddress({ type: 'UnlinkAddress' }),
  saveAddress: onCards((organisation) => ({
    type: 'SaveAddress',
    ...{ organisation, chain: 'local', address },
    methodId: idOf('address', organisation),
    reference: addressKeyOf('local', address),
  })),
  saveCard: save('1'),
  saveOtherCard: save('2'),
  preferOtherCard: onCards((organisation) => ({
    type: 'SetDefaultMethod',
    ...{ organisation, methodId: idOf('method', '2') },
  })),
  forgetCard: onCards((organisation) => ({
    type: 'DetachMethod',
    ...{ organisation, methodId: idOf('method', '1') },
  })),
  askPayment: onPayment((paymentId, organisation) => ({
    type: 'RequestPayment',
    ...{ paymentId, organisation, capture: 'AUTOMATIC', offSession: false },
    user: idOf('user', '1'),
    purpose: { kind: 'TOP_UP', walletId: `${organisation}-USD` },
    amount: { amount: '500', asset },
    methodId: idOf('method', '1'),
  })),
  paymentDeclined: shows('REQUIRES_PAYMENT_METHOD', 1, { code: 'insufficient_funds' }),
  paymentPaid: shows('SUCCEEDED', 2),
  paymentUnknown: onPayment((paymentId) => ({
    type: 'RecordUnknown',
    ...{ paymentId, operation: 'CREATE', reason: 'TIMED_OUT' },
  })),
  refundPayment: onPayment((paymentId) => ({
    type: 'RequestRefund',
    ...{ paymentId, refundId: idOf('refund', '1'), amount: 200n, reason: 'unhappy' },
  })),
  disputePayment: onPayment((paymentId) => ({
    type: 'RecordDispute',
    ...{ paymentId, disputeId: idOf('dispute', '1'), reference: 'dp_1', reason: 'fraudulent' },
    ...{ amount: 300n, asset, status: 'OPEN' },
  })),
} satisfies Readonly<Record<string, Step>>

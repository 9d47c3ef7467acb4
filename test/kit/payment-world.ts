import { paymentMethods } from '../../domain/billing/payments/methods.ts'
import { payment } from '../../domain/billing/payments/payment.ts'
import { statusOf, type ExistingPayment } from '../../domain/billing/payments/payment-state.ts'
import { providerNotice } from '../../domain/billing/payments/provider-notice.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import type { Wallet } from '../../domain/billing/wallet/wallet-state.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { paymentExecution } from '../../sagas/billing/payments/execution.ts'
import { performPaymentEffects } from '../../sagas/billing/payments/perform.ts'
import { register } from '../../sagas/runtime/registry.ts'
import type { PaymentStage } from '../payments/stage.ts'
import { idNamed } from './given-when-then/meta.ts'
import { choices, createVirtualTime } from './virtual-time.ts'

export const asset = 'USD/2'
const minute = 60_000

/**
 * Payments carried out by the real saga over a log in memory, in virtual time and among its troubles, against the simulated
 * provider. Notices of the provider come when the test says so.
 */
export const paymentWorld = (stage: PaymentStage, seed: number, ports = {}) => {
  const organisation = derivedId(
    'organisation',
    String(seed),
    stage.provider.name,
    String(Math.random()),
  )
  const begin = new Date().toISOString()
  const world = createVirtualTime({
    begin,
    sagas: [register(paymentExecution, performPaymentEffects)],
    choose: choices(seed),
    delayMs: () => 10,
    ports: { payments: stage.provider, ...ports },
  })
  let now = Date.parse(begin)
  let notices = 0
  const passes = async (ms: number): Promise<void> => {
    now += ms
    await world.until(now)
  }
  const id = (name: string): string => derivedId(organisation, name)
  const walletId = walletIdOf(organisation, asset)
  const stateOf = async (paymentId: string): Promise<ExistingPayment> => {
    const state = await world.stateOf(payment, paymentId)
    if (state.kind === 'absent') throw new Error('there is no such payment')
    return state
  }
  return {
    ...world,
    ...{ organisation, walletId, id, passes, stateOf },
    /** A saved card, by the name of a test card. */
    saves: async (reference: string): Promise<string> => {
      const methodId = id(reference)
      const card = { brand: 'visa', last4: '4242', expiryMonth: 12, expiryYear: 2040 }
      await world.command(paymentMethods, organisation, {
        type: 'SaveMethod',
        ...{ organisation, methodId, reference, card },
      })
      return methodId
    },
    asks: async (
      name: string,
      methodId: string,
      amount = '5000',
      change: {
        readonly capture?: 'MANUAL'
        readonly jobId?: string
        readonly offSession?: boolean
      } = {},
    ): Promise<string> => {
      const paymentId = id(name)
      const { jobId, capture = 'AUTOMATIC', offSession = false } = change
      await world.command(payment, paymentId, {
        type: 'RequestPayment',
        ...{ paymentId, organisation, capture, methodId, offSession },
        user: idNamed('person'),
        purpose:
          jobId === undefined ? { kind: 'TOP_UP', walletId } : { kind: 'JOB', jobId, walletId },
        amount: { amount, asset },
      })
      return paymentId
    },
    /** A moment for what was asked for to be done. */
    settles: () => passes(2 * minute),
    notice: async (paymentId: string, noticeId = `evt_${(notices += 1)}`): Promise<void> => {
      const subject = { kind: 'PAYMENT', providerId: 'pi', paymentId } as const
      const notice = { noticeId, provider: 'stripe', type: 'payment_intent.any', subject }
      await world.command(providerNotice, noticeId, {
        type: 'ReceiveNotice',
        notice: { ...notice, createdAt: begin },
      })
    },
    statusOf: async (paymentId: string): Promise<string> => statusOf(await stateOf(paymentId)),
    walletState: (): Promise<Wallet> => world.stateOf(wallet, walletId),
    findings: async (paymentId: string): Promise<readonly string[]> =>
      Object.values((await stateOf(paymentId)).findings),
    /** What the provider keeps of a payment. */
    atProvider: (paymentId: string) =>
      [...stage.running().simulator.world.objects.values()].filter(
        (object) =>
          object.object === 'payment_intent' && object.metadata['paymentId'] === paymentId,
      ),
  }
}

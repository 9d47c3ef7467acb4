import { change } from '../../commands/shared/change.ts'
import { load } from '../../commands/shared/load.ts'
import { paymentMethods } from '../../domain/billing/payments/methods.ts'
import type { ExistingPayment } from '../../domain/billing/payments/payment-state.ts'
import { payment } from '../../domain/billing/payments/payment.ts'
import type { PaymentCommand } from '../../domain/billing/payments/payment-command.ts'
import type { Purpose } from '../../domain/billing/payments/payment-events.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import type { Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { contextOf } from '../kit/services.ts'
import type { Scenario, Story } from './plan.ts'
import type { World } from './world.ts'

const asset = 'USD/2'

const cards: Readonly<Partial<Record<Story, string>>> = {
  TOP_UP_SLOW_BANK: 'pm_card_processing',
  TOP_UP_ASKED: 'pm_card_authenticationRequired',
  TOP_UP_DECLINED_THEN_PAID: 'pm_card_chargeCustomerFail',
  TOP_UP_DECLINED: 'pm_card_chargeCustomerFail',
  TOP_UP_REFUND_FAILS: 'pm_card_refundFail',
  TOP_UP_REFUND_SLOW: 'pm_card_pendingRefund',
  TOP_UP_DISPUTED: 'pm_card_createDispute',
}

/** Somebody and their payment: what they do next follows from what they see of it. */
export const createActor = ({ services, deed }: World, scenario: Scenario) => {
  const { paymentId, organisation, story, amount, part, agreed } = scenario
  const id = (name: string): string => derivedId('kit', paymentId, name)
  const walletId = walletIdOf(organisation, asset)
  const isJob = story.startsWith('JOB')
  const refundId = id('refund')
  const holdId = id('hold')
  const done = new Set<string>()

  /** As a client does it: again under the same key until there is an answer. False when it is refused. */
  const tell = async <State, Command, Event extends DomainEvent>(
    name: string,
    aggregate: Aggregate<State, Command, Event>,
    of: string,
    command: Command,
  ): Promise<boolean> => {
    for (;;) {
      const changed = await change(services, contextOf(id(name)), name, aggregate, of, command)
      if ('stream' in changed) return true
      if (!('code' in changed) || changed.code !== 'CONCURRENT_CHANGE') return false
    }
  }
  const ask = (name: string, command: PaymentCommand): Promise<boolean> =>
    tell(name, payment, paymentId, command)

  /** Once; tried again at the next look when it was refused. */
  const once = async (name: string, act: () => Promise<boolean>): Promise<void> => {
    if (!done.has(name) && (await act())) done.add(name)
  }

  const saveCard = async (name: string, card: string): Promise<void> => {
    const { customers, methods } = services.payments
    const customer = await customers.create({ key: `${organisation}.customer`, organisation })
    if (customer.kind !== 'succeeded') throw new Error(JSON.stringify(customer))
    const { id: reference } = customer.value
    const of = { organisation }
    await tell('customer', paymentMethods, organisation, {
      ...of,
      type: 'RecordCustomer',
      reference,
    })
    const saved = await methods.attach({ key: id(name), customerId: reference, methodId: card })
    if (saved.kind !== 'succeeded') throw new Error(JSON.stringify(saved))
    const { brand, last4, expiryMonth, expiryYear } = saved.value
    await tell(name, paymentMethods, organisation, {
      ...{ ...of, type: 'SaveMethod', methodId: id(name), reference: saved.value.id },
      card: { brand, last4, expiryMonth, expiryYear },
    })
  }

  const purpose = (): Purpose => {
    if (isJob) return { kind: 'JOB', jobId: id('job'), walletId }
    return story === 'BILL' ? { kind: 'BILL', billId: id('bill') } : { kind: 'TOP_UP', walletId }
  }

  const look = async (): Promise<ExistingPayment> => {
    const { state } = await load(services.eventStore, services.foldCache, payment, paymentId)
    if (state.kind === 'absent') throw new Error('it was never asked for')
    return state
  }

  const refund = (): Promise<boolean> =>
    ask('refund', {
      ...{ type: 'RequestRefund', paymentId, refundId, reason: 'unhappy' },
      amount: BigInt(part),
    })

  /** The job has run: what it used is captured of the hold, and of the card. */
  const capture = async (authorised: bigint): Promise<boolean> => {
    const of = { organisation, asset }
    const jobId = id('job')
    const held = await tell('hold', wallet, walletId, {
      ...{ ...of, type: 'HoldFunds', holdId, jobId, amount: authorised },
      backing: { paymentId },
    })
    const used = await tell('used', wallet, walletId, {
      ...{ ...of, type: 'CaptureHold', holdId, amount: BigInt(part) },
      ...{ providerOrganisation: id('provider'), commissionBasisPoints: 1000 },
    })
    const captured = await ask('capture', {
      type: 'RequestCapture',
      paymentId,
      amount: BigInt(part),
    })
    return held && used && captured
  }

  const next = async (state: ExistingPayment): Promise<void> => {
    const { standing, reference, refunds, disputes } = state
    switch (story) {
      case 'TOP_UP_SLOW_BANK':
        if (standing === 'PROCESSING' && reference !== undefined)
          await once('answer', () => deed(reference, 'answer', agreed))
        return
      case 'TOP_UP_ASKED':
        if (standing === 'REQUIRES_ACTION' && reference !== undefined)
          await once('authenticate', () => deed(reference, 'authenticate', agreed))
        return
      case 'TOP_UP_DECLINED_THEN_PAID':
        if (standing === 'REQUIRES_PAYMENT_METHOD')
          await once('confirm', () =>
            ask('confirm', { type: 'RequestConfirmation', paymentId, methodId: id('card 2') }),
          )
        return
      case 'TOP_UP_REFUNDED':
      case 'TOP_UP_REFUND_FAILS':
        if (standing === 'SUCCEEDED') await once('refund', refund)
        return
      case 'TOP_UP_REFUND_SLOW': {
        if (standing === 'SUCCEEDED') await once('refund', refund)
        const { reference: atBank } = refunds[refundId] ?? {}
        if (atBank !== undefined) await once('paid back', () => deed(atBank, 'refund', agreed))
        return
      }
      case 'TOP_UP_DISPUTED':
        for (const dispute of Object.values(disputes))
          await once('decide', () => deed(dispute.reference, 'decide', agreed))
        return
      case 'JOB':
        if (standing === 'REQUIRES_CAPTURE') await once('capture', () => capture(state.authorised))
        return
      case 'JOB_CANCELLED':
        if (standing === 'REQUIRES_CAPTURE') await once('cancel', cancel)
        return
      case 'TOP_UP_CANCELLED':
        await once('cancel', cancel)
        return
      case 'TOP_UP':
      case 'TOP_UP_DECLINED':
      case 'JOB_LAPSED':
      case 'BILL':
        return
      default:
        story satisfies never
    }
  }

  const cancel = (): Promise<boolean> =>
    ask('cancel', { type: 'RequestCancellation', paymentId, reason: 'REQUESTED' })

  return {
    scenario,
    look,
    /** Before anything goes wrong: a card is saved. */
    prepare: async (): Promise<void> => {
      await saveCard('card', cards[story] ?? 'pm_card_visa')
      if (story === 'TOP_UP_DECLINED_THEN_PAID') await saveCard('card 2', 'pm_card_mastercard')
    },
    begin: (): Promise<boolean> =>
      ask('request', {
        ...{ type: 'RequestPayment', paymentId, organisation, user: id('user') },
        purpose: purpose(),
        amount: { amount: String(amount), asset },
        capture: isJob ? 'MANUAL' : 'AUTOMATIC',
        methodId: id('card'),
        offSession: story === 'BILL',
      }),
    /** Looks at the payment, and does what there is to do. */
    goOn: async (): Promise<void> => next(await look()),
    /** It has come to an end, and so has all that was asked for. */
    isOver: async (): Promise<boolean> => {
      const { standing, unknown, refunds } = await look()
      return (
        (standing === 'SUCCEEDED' || standing === 'CANCELLED') &&
        unknown === undefined &&
        Object.values(refunds).every(({ status }) => status === 'SUCCEEDED' || status === 'FAILED')
      )
    },
  }
}

export type Actor = ReturnType<typeof createActor>

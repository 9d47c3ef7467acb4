import { randomUUID } from 'node:crypto'
import type { NewPayment, PaymentProvider } from '../../platform/payments/port.ts'
import type { Found, Outcome } from '../../platform/payments/outcome.ts'

export const long = '2020-01-01T00:00:00.000Z'

export const usd = (amount: number) => ({ amount: String(amount), asset: 'USD/2' })

export const taken = <Value>(outcome: Outcome<Value>): Value => {
  if (outcome.kind === 'succeeded') return outcome.value
  throw new Error(JSON.stringify(outcome))
}

export const seen = <Value>(found: Found<Value>): Value => {
  if (found.kind === 'found') return found.value
  throw new Error(JSON.stringify(found))
}

export const newCustomer = async (provider: PaymentProvider): Promise<string> =>
  taken(await provider.customers.create({ key: randomUUID(), organisation: randomUUID() })).id

/** A payment by a test card, of 25.00 dollars. */
export const order = (customerId: string, more: Partial<NewPayment> = {}): NewPayment => ({
  key: randomUUID(),
  paymentId: randomUUID(),
  organisation: randomUUID(),
  customerId,
  amount: usd(2500),
  capture: 'AUTOMATIC',
  methodId: 'pm_card_visa',
  offSession: false,
  ...more,
})

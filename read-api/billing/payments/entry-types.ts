import type {
  AttemptEntry,
  DisputeEntry,
  RefundEntry,
  SavedCardEntry,
} from '../../../projections/billing/payments/tables.ts'
import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { PaymentDisputeStatus, PaymentRefundStatus } from './enums.ts'

export const PaymentAttempt = builder.objectRef<AttemptEntry>('PaymentAttempt').implement({
  description: 'One try to get the money from a card.',
  fields: (t) => ({
    attemptId: t.exposeID('attemptId', { description: 'The hub’s id of the attempt.' }),
    methodId: t.exposeID('methodId', {
      nullable: true,
      description: 'The saved card; null for one that was entered at the provider.',
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When it began.',
      resolve: ({ at }) => new Date(at),
    }),
    declined: t.exposeString('declined', {
      nullable: true,
      description: 'The provider’s word for why the card said no; null when it did not.',
    }),
  }),
})

type OfAsset<Entry> = Entry & { readonly asset: string }

export const PaymentRefund = builder.objectRef<OfAsset<RefundEntry>>('PaymentRefund').implement({
  description: 'Money of a payment on its way back to the card.',
  fields: (t) => ({
    refundId: t.exposeID('refundId', { description: 'The hub’s id of the refund.' }),
    amount: t.field({
      type: Money,
      description: 'How much.',
      resolve: ({ amount, asset }) => ({ amount, asset }),
    }),
    status: t.expose('status', { type: PaymentRefundStatus, description: 'Where it is.' }),
  }),
})

export const PaymentDispute = builder.objectRef<OfAsset<DisputeEntry>>('PaymentDispute').implement({
  description: 'A chargeback: the card’s bank took money of a payment back.',
  fields: (t) => ({
    disputeId: t.exposeID('disputeId', { description: 'The hub’s id of the dispute.' }),
    amount: t.field({
      type: Money,
      description: 'How much of the payment.',
      resolve: ({ amount, asset }) => ({ amount, asset }),
    }),
    status: t.expose('status', { type: PaymentDisputeStatus, description: 'Where it is.' }),
  }),
})

export const PaymentMethod = builder.objectRef<SavedCardEntry>('PaymentMethod').implement({
  description: 'A saved card: what a person recognises it by.',
  fields: (t) => ({
    methodId: t.exposeID('methodId', { description: 'The hub’s id of the card.' }),
    brand: t.exposeString('brand', { description: 'Whose network it is of.' }),
    last4: t.exposeString('last4', { description: 'The last four digits of its number.' }),
    expiryMonth: t.exposeInt('expiryMonth', { description: 'The last month that it is good for.' }),
    expiryYear: t.exposeInt('expiryYear', { description: 'The year of that month.' }),
    isDefault: t.exposeBoolean('isDefault', {
      description: 'Whether it pays when none is named.',
    }),
  }),
})

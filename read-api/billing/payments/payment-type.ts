import type { PaymentRow } from '../../../projections/billing/payments/tables.ts'
import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { Payment } from '../../schema/refs.ts'
import { PaymentAttempt, PaymentDispute, PaymentRefund } from './entry-types.ts'
import { CaptureMode, PaymentPurpose, PaymentStatus } from './enums.ts'

const withAsset = <Entry extends object>(entries: readonly Entry[], asset: string) =>
  entries.map((entry) => ({ ...entry, asset }))

builder.node(Payment, {
  description: 'Money from a card: for credit, for a job, or for a bill.',
  id: { resolve: ({ payment_id }) => payment_id },
  loadOne: (id, { view }) => view.loaders.payments.load(id),
  fields: (t) => {
    const amountOf = (
      column: 'amount' | 'authorised' | 'captured' | 'refunded' | 'charged_back',
      description: string,
    ) =>
      t.field({
        type: Money,
        description,
        resolve: (row: PaymentRow) => ({ amount: row[column], asset: row.asset }),
      })
    return {
      paymentId: t.exposeID('payment_id', { description: 'The hub’s id of the payment.' }),
      organisationId: t.exposeID('organisation', { description: 'Whose card pays.' }),
      purpose: t.expose('purpose', { type: PaymentPurpose, description: 'What it is for.' }),
      walletId: t.exposeID('wallet_id', {
        nullable: true,
        description: 'The wallet that it is booked in.',
      }),
      jobId: t.exposeID('job_id', { nullable: true, description: 'The job that it pays for.' }),
      billId: t.exposeID('bill_id', { nullable: true, description: 'The bill that it pays.' }),
      status: t.expose('status', { type: PaymentStatus, description: 'Where it is.' }),
      capture: t.expose('capture', { type: CaptureMode, description: 'When the money is taken.' }),
      amount: amountOf('amount', 'What was asked for.'),
      authorised: amountOf('authorised', 'What the card’s bank has set aside.'),
      captured: amountOf('captured', 'What was taken.'),
      refunded: amountOf('refunded', 'What went back to the card, or is on its way.'),
      chargedBack: amountOf('charged_back', 'What the card’s bank took back, unless it was won.'),
      cancelledFor: t.exposeString('cancelled_for', {
        nullable: true,
        description: 'Why it was given up: REQUESTED, EXPIRED, or the provider’s word.',
      }),
      attempts: t.field({
        type: [PaymentAttempt],
        description: 'What was tried, in order.',
        resolve: ({ attempts }) => [...attempts],
      }),
      refunds: t.field({
        type: [PaymentRefund],
        description: 'What was, or is to be, given back.',
        resolve: ({ refunds, asset }) => withAsset(refunds, asset),
      }),
      disputes: t.field({
        type: [PaymentDispute],
        description: 'Chargebacks.',
        resolve: ({ disputes, asset }) => withAsset(disputes, asset),
      }),
      findings: t.field({
        type: ['String'],
        description:
          'Codes of what a person of the hub has to look at: the provider contradicts itself or us, or the payment cannot end by itself.',
        resolve: ({ findings }) => [...findings],
      }),
      requestedAt: t.expose('requested_at', {
        type: 'DateTime',
        description: 'When it was asked for.',
      }),
      changedAt: t.expose('changed_at', {
        type: 'DateTime',
        description: 'When something was last heard of it.',
      }),
      position: t.expose('position', {
        type: 'Position',
        description: 'Position of the log at which it last changed.',
      }),
    }
  },
})

import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { Job, LedgerEntry } from '../../schema/refs.ts'
import { belongsTo } from '../../view/caller.ts'
import { EntrySide } from './entry-side.ts'
import { entryIdOf } from './reads.ts'

builder.node(LedgerEntry, {
  description: 'One leg of a transaction. The debits of a transaction equal its credits.',
  id: { resolve: entryIdOf },
  loadOne: (id, { view }) => view.loaders.entries.load(id),
  fields: (t) => ({
    transactionId: t.exposeID('transaction_id', { description: 'The transaction it is part of.' }),
    account: t.exposeString('account', {
      description: 'The account: `<type>` or `<type>:<owner>`.',
    }),
    side: t.expose('side', { type: EntrySide, description: 'Debit or credit.' }),
    amount: t.field({
      type: Money,
      description: 'How much; always more than nothing.',
      resolve: ({ amount, asset }) => ({ amount, asset }),
    }),
    type: t.exposeString('event_type', { description: 'The event that made the transaction.' }),
    walletId: t.id({
      nullable: true,
      description: 'The wallet of the transaction; null when that is not yours.',
      resolve: ({ wallet_id, organisation }, _, { view }) =>
        organisation !== null && belongsTo(view.caller, organisation) ? wallet_id : null,
    }),
    jobId: t.exposeID('job_id', { nullable: true, description: 'The job it is about.' }),
    job: t.field({
      type: Job,
      nullable: true,
      description: 'The job it is about.',
      resolve: async ({ job_id }, _, { view }) =>
        job_id === null ? null : ((await view.loaders.jobs.load(job_id)) ?? null),
    }),
    holdId: t.exposeID('hold_id', { nullable: true, description: 'The hold it is about.' }),
    chargeId: t.exposeID('charge_id', {
      nullable: true,
      description: 'The charge it is about: a period of a subscription, say.',
    }),
    paymentId: t.exposeID('payment_id', {
      nullable: true,
      description: 'The payment it is about.',
    }),
    refundId: t.exposeID('refund_id', { nullable: true, description: 'The refund it is about.' }),
    disputeId: t.exposeID('dispute_id', {
      nullable: true,
      description: 'The dispute it is about.',
    }),
    billId: t.exposeID('bill_id', { nullable: true, description: 'The bill it is about.' }),
    payoutId: t.exposeID('payout_id', { nullable: true, description: 'The payout it is about.' }),
    entryId: t.exposeID('entry_id', {
      nullable: true,
      description: 'The operator’s adjusting entry it is of.',
    }),
    at: t.expose('recorded_at', { type: 'DateTime', description: 'When it was recorded.' }),
    bookedAt: t.expose('booked_at', {
      type: 'DateTime',
      description: 'When it happened economically; never seen later than it was recorded.',
    }),
    position: t.expose('position', { type: 'Position', description: 'Its position of the log.' }),
  }),
})

import t from 'tap'
import { payment } from '../../domain/billing/payments/payment.ts'
import type { PaymentCommand } from '../../domain/billing/payments/payment-command.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { job, type JobCommand } from '../../domain/jobs/job.ts'
import { newId } from '../../platform/ids/ids.ts'
import { paymentIdOf } from '../jobs/payment-id.ts'
import {
  jobId,
  organisation,
  price,
  providerOrganisation,
  resultOf,
  submissionOf,
} from '../../test/kit/jobs.ts'
import { memoryLog } from '../../test/kit/memory-log.ts'
import { contextOf, servicesOn } from '../../test/kit/services.ts'
import { change } from '../shared/change.ts'
import { execute } from '../shared/execute.ts'
import { load } from '../shared/load.ts'
import { refundJob } from './refund.ts'

/** A job that was charged 1100, and who asks for its money back. */
const chargedJob = async () => {
  const services = servicesOn(memoryLog().eventStore)
  const { asset } = price
  const of = { organisation, asset } as const
  const walletId = walletIdOf(organisation, asset)
  const usd = (amount: string) => ({ amount, asset })
  const onJob = (command: JobCommand) =>
    change(services, contextOf(newId()), 'input', job, jobId, command)
  for (const command of [
    { ...of, type: 'CreditWallet', amount: 5_000n, reason: 'test' },
    { ...of, type: 'HoldFunds', holdId: jobId, jobId, amount: 2_000n },
    {
      ...of,
      type: 'CaptureHold',
      holdId: jobId,
      amount: 1_100n,
      providerOrganisation,
      commissionBasisPoints: 1000,
    },
  ] as const)
    await change(services, contextOf(newId()), 'input', wallet, walletId, command)
  const usage = { shots: 1000, qpuSeconds: 1 }
  await onJob({ type: 'SubmitJob', submission: submissionOf() })
  await onJob({ type: 'QueueJob', holdId: jobId, amount: usd('2000') })
  await onJob({ type: 'CompleteJob', result: resultOf(1000), usage })

  const key = contextOf(newId())
  const refund = (to: 'WALLET' | 'CARD' = 'WALLET') =>
    execute(services, refundJob, { jobId, amount: usd('100'), reason: 'kindness', to }, key)
  const available = async () =>
    (await load(services.eventStore, services.foldCache, wallet, walletId)).state.available
  const settle = () =>
    onJob({
      type: 'SettleCharge',
      charged: usd('1100'),
      providerShare: usd('990'),
      commission: usd('110'),
    })
  return { services, walletId, usd, refund, available, settle }
}

t.test('between capture and settlement nothing is given back, after it once', async (t) => {
  const { refund, available, settle } = await chargedJob()
  t.match(await refund(), { kind: 'failed', failure: { code: 'ILLEGAL_JOB_TRANSITION' } })
  t.equal(await available(), 3_900n, 'no money moved')

  await settle()
  t.match(await refund(), { kind: 'done', changed: { replayed: false } })
  t.match(await refund(), { kind: 'done', changed: { replayed: true } }, 'the same command again')
  t.equal(await available(), 4_000n, 'once')
})

t.test('while it is unknown what came of another refund, none begins in the wallet', async (t) => {
  const { services, walletId, usd, refund, available, settle } = await chargedJob()
  await settle()
  const paymentId = paymentIdOf(jobId)
  const news = {
    ...{ reference: 'pi_1', asset: price.asset, amount: 2_000n, round: 9 },
    observedAt: '2026-01-01T12:00:00.000Z',
  }
  const refundId = newId()
  const commands: readonly PaymentCommand[] = [
    {
      type: 'RequestPayment',
      ...{ paymentId, organisation, user: newId(), methodId: newId(), offSession: true },
      purpose: { kind: 'JOB', jobId, walletId },
      amount: usd('2000'),
      capture: 'MANUAL',
    },
    {
      type: 'RecordNews',
      paymentId,
      news: { ...news, standing: 'REQUIRES_CAPTURE', authorised: 2_000n, captured: 0n },
    },
    { type: 'RequestCapture', paymentId, amount: 1_100n },
    {
      type: 'RecordNews',
      paymentId,
      news: { ...news, standing: 'SUCCEEDED', authorised: 0n, captured: 1_100n },
    },
    { type: 'RequestRefund', paymentId, refundId, amount: 10n, reason: 'first' },
    { type: 'RecordRefundUnknown', paymentId, refundId },
  ]
  for (const command of commands) {
    const told = await change(services, contextOf(newId()), 'input', payment, paymentId, command)
    t.match(told, { events: [{}] })
  }
  t.match(await refund('CARD'), { failure: { code: 'PAYMENT_OUTCOME_UNKNOWN' } })
  t.equal(await available(), 3_900n, 'no money moved')
})

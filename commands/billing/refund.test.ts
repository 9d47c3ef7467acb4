import t from 'tap'
import { wallet, walletIdOf } from '../../domain/billing/wallet.ts'
import { job, type JobCommand } from '../../domain/jobs/job.ts'
import { newId } from '../../platform/ids/ids.ts'
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

t.test('between capture and settlement nothing is given back, after it once', async (t) => {
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
  const refund = () =>
    execute(services, refundJob, { jobId, amount: usd('100'), reason: 'kindness' }, key)
  const available = async () =>
    (await load(services.eventStore, services.foldCache, wallet, walletId)).state.available
  t.match(await refund(), { kind: 'failed', failure: { code: 'ILLEGAL_JOB_TRANSITION' } })
  t.equal(await available(), 3_900n, 'no money moved')

  await onJob({
    type: 'SettleCharge',
    charged: usd('1100'),
    providerShare: usd('990'),
    commission: usd('110'),
  })
  t.match(await refund(), { kind: 'done', changed: { replayed: false } })
  t.match(await refund(), { kind: 'done', changed: { replayed: true } }, 'the same command again')
  t.equal(await available(), 4_000n, 'once')
})

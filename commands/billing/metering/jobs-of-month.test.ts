import t from 'tap'
import type { Rate } from '../../../domain/billing/metering/rate-models.ts'
import { wallet, walletIdOf, type WalletCommand } from '../../../domain/billing/wallet/wallet.ts'
import { job, type JobCommand } from '../../../domain/jobs/job.ts'
import { streamOf } from '../../../domain/shared/decider.ts'
import { manualClock } from '../../../platform/clock/clock.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { deviceId, providerOrganisation, resultOf, submissionOf } from '../../../test/kit/jobs.ts'
import { memoryLog } from '../../../test/kit/memory-log.ts'
import { publishBook } from '../../../test/kit/metering.ts'
import { contextOf, servicesOn } from '../../../test/kit/services.ts'
import { change } from '../../shared/change.ts'
import { ratePeriod } from './rate-period.ts'

const { eventStore } = memoryLog()
const clock = manualClock('2026-11-29T12:00:00.000Z')
const services = servicesOn(eventStore, clock)
const organisation = newId()
const of = { organisation, asset: 'USD/2' } as const
const onWallet = (command: WalletCommand) =>
  change(services, contextOf(newId()), 'w', wallet, walletIdOf(organisation, 'USD/2'), command)
const onJob = (jobId: string, command: JobCommand) =>
  change(services, contextOf(newId()), 'j', job, jobId, command)

const begin = async (jobId = newId()): Promise<string> => {
  await onJob(jobId, { type: 'SubmitJob', submission: submissionOf({ jobId, organisation }) })
  await onWallet({ ...of, type: 'HoldFunds', holdId: jobId, jobId, amount: 2_000n })
  return jobId
}
const complete = async (jobId: string, shots: number): Promise<void> => {
  const usage = { shots, qpuSeconds: 0.25 }
  await onJob(jobId, { type: 'CompleteJob', result: resultOf(shots), usage })
  const shares = { providerOrganisation, commissionBasisPoints: 1000 }
  await onWallet({ ...of, type: 'CaptureHold', holdId: jobId, amount: 100n, ...shares })
}
const rate = (key: string, meter: string, unitPrice: string, subject?: string): Rate => ({
  key,
  meter,
  model: { kind: 'PER_UNIT', unitPrice },
  minimum: '0',
  ...(subject === undefined ? {} : { subject }),
})
const priceBookId = await publishBook(services, [
  rate('tasks', 'tasks', '1'),
  rate('shots', 'shots', '0.01'),
  rate('seconds', 'qpu_seconds', '4'),
  rate('gates', 'gate_shots_2q', '0.01', deviceId),
  rate('elsewhere', 'shots', '0.01', newId()),
])
const rated = (month: string, on = services) =>
  ratePeriod(on, { organisation, priceBook: { priceBookId }, month })
const amounts = async (month: string) => {
  const found = await rated(month)
  return 'lines' in found ? found.lines.map(({ amount }) => Number(amount)) : found
}

await onWallet({ ...of, type: 'CreditWallet', amount: 100_000n, reason: 'test' })

t.test('jobs count in the month that they end in, by what ran', async (t) => {
  await complete(await begin(), 300)
  const overnight = await begin()
  const cancelled = await begin()
  await onJob(cancelled, {
    type: 'ConfirmCancellation',
    by: 'USER',
    usage: { shots: 0, qpuSeconds: 0 },
  })
  await onWallet({ ...of, type: 'ReleaseHold', holdId: cancelled, reason: 'cancelled' })
  t.strictSame(await amounts('2026-11'), [100, 300, 100, 300, 0])
  clock.advance(2 * 24 * 3_600_000)
  await complete(overnight, 50)
  await complete(await begin(), 7)
  t.strictSame(await amounts('2026-11'), [100, 300, 100, 300, 0], 'November is what it was')
  t.strictSame(await amounts('2026-12'), [200, 57, 200, 57, 0])
})

t.test('up to a cut, what ended later does not count', async (t) => {
  const first = await rated('2026-12')
  if (!('cut' in first)) throw new Error('not rated')
  await complete(await begin(), 1000)
  const again = { organisation, priceBook: { priceBookId }, month: '2026-12', upTo: first.cut }
  t.strictSame(await ratePeriod(services, again), first)
  t.strictSame(await amounts('2026-12'), [300, 1057, 300, 1057, 0])
})

t.test('twenty PR #23973: a job that cannot be read is not a job that used nothing', async (t) => {
  const jobId = await begin()
  await complete(jobId, 10)
  const stream = streamOf(job, jobId)
  const without = (read: EventStore['read']) =>
    servicesOn(
      {
        ...eventStore,
        read: (of, ...rest) => (of === stream ? read(of) : eventStore.read(of, ...rest)),
      },
      clock,
    )
  const missing = without(async () => [])
  t.match(await rated('2026-12', missing), { code: 'UNAVAILABLE' })
  const out = without(async () => {
    throw new Error('the log does not answer')
  })
  await t.rejects(rated('2026-12', out), /does not answer/)
})

import t from 'tap'
import { z } from 'zod'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { device, type DeviceCommand } from '../../../domain/devices/device.ts'
import { job, type JobCommand } from '../../../domain/jobs/job.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { createSimulator } from '../../../platform/providers/simulator/simulator.ts'
import {
  failureOf,
  jobId,
  organisation,
  providerOrganisation,
  resultOf,
  submissionOf,
} from '../../../test/kit/jobs.ts'
import { memoryLog } from '../../../test/kit/memory-log.ts'
import { contextOf, servicesOn } from '../../../test/kit/services.ts'
import { facts } from '../../../test/read-models/samples.ts'
import { change } from '../../shared/change.ts'
import { load } from '../../shared/load.ts'
import { awaitJob } from './await-job.ts'
import { submitJob } from './submit-job.ts'
import type { ToolUse } from './tool.ts'

const ada = derivedId('ada')
const simulator = createSimulator()
t.teardown(() => simulator.close())

const world = () => {
  const { eventStore } = memoryLog()
  const services = { ...servicesOn(eventStore), circuits: simulator }
  let commands = 0
  const command = () => contextOf(derivedId('seed', `${(commands += 1)}`))
  const use: ToolUse = {
    ...{ services, organisation, actor: { kind: 'user', id: ada }, deed: 'submit' },
    context: contextOf(derivedId('step')),
    budgetId: derivedId('budget'),
  }
  return {
    services,
    use,
    job: (wish: JobCommand) => change(services, command(), 'input', job, jobId, wish),
    device: (wish: DeviceCommand) =>
      change(services, command(), 'input', device, submissionOf().deviceId, wish),
    credit: (amount: bigint) =>
      change(services, command(), 'input', wallet, walletIdOf(organisation, 'USD/2'), {
        ...{ type: 'CreditWallet', organisation, asset: 'USD/2', amount, reason: 'Welcome' },
      }),
  }
}

const submission = submissionOf()
const Submitted = z.object({ output: z.object({ jobId: z.string() }) })
const usage = { shots: 1000, qpuSeconds: 2 }
const usd = (amount: string) => ({ amount, asset: 'USD/2' })

t.test('a job is waited for until its money is settled', async (t) => {
  const { job, use } = world()
  const told = () => awaitJob.run({ jobId }, use)
  t.match(await told(), { kind: 'refused', code: 'NOT_FOUND' })
  await job({ type: 'SubmitJob', submission })
  t.match(await told(), { kind: 'waiting' })
  await job({ type: 'QueueJob', holdId: jobId, amount: usd('2000') })
  await job({ type: 'CompleteJob', result: resultOf(1000), usage })
  t.match(await told(), { kind: 'waiting' }, 'nobody knows yet what it cost')
  await job({
    ...{ type: 'SettleCharge', charged: usd('1100'), providerShare: usd('990') },
    commission: usd('110'),
  })
  t.strictSame(await told(), {
    kind: 'done',
    output: {
      ...{ jobId, status: 'COMPLETED', counts: { '00': 1000 }, outcomes: 1 },
      ...{ resultHash: 'b'.repeat(64), charged: usd('1100') },
    },
  })
  const stranger = { ...use, organisation: providerOrganisation }
  t.match(await awaitJob.run({ jobId }, stranger), { kind: 'refused', code: 'NOT_FOUND' })
})

t.test('that it failed is what it came to', async (t) => {
  const { job, use } = world()
  await job({ type: 'SubmitJob', submission })
  await job({ type: 'QueueJob', holdId: jobId, amount: usd('2000') })
  await job({ type: 'FailJob', failure: failureOf('PROVIDER'), usage })
  await job({ type: 'ReleaseCharge', reason: 'failed' })
  const output = { jobId, status: 'FAILED', failure: failureOf('PROVIDER') }
  t.strictSame(await awaitJob.run({ jobId }, use), { kind: 'done', output })
})

const source = 'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; h q[0]; cx q[0], q[1];'

t.test('a job is submitted once for a step, by whoever asked for the run', async (t) => {
  const { device, credit, use, services } = world()
  const { deviceId } = submission
  const wish = { source, deviceId, shots: 100, maximumCost: usd('500') }
  t.match(await submitJob.run(wish, use), { kind: 'refused', code: 'NOT_FOUND' })
  await device({ type: 'RegisterDevice', providerOrganisation, deviceId, facts: facts('five') })
  await device({ type: 'GoOnline' })
  t.match(await submitJob.run(wish, use), { kind: 'refused', code: 'INSUFFICIENT_FUNDS' })
  await credit(500n)
  const first = await submitJob.run(wish, use)
  t.match(first, { kind: 'done', output: { maximumCost: usd('500') } })
  t.strictSame(await submitJob.run(wish, use), first, 'asked again, it is the same job')
  const context = contextOf(derivedId('another step'))
  const other = await submitJob.run(wish, { ...use, context })
  t.notSame(other, first)
  t.match(await submitJob.run({ ...wish, maximumCost: usd('1') }, { ...use, context }), {
    kind: 'refused',
  })
  const { jobId } = Submitted.parse(first).output
  const { state } = await load(services.eventStore, services.foldCache, job, jobId)
  t.match(state, { submission: { user: ada, organisation, spender: { userId: ada } } })
  t.throws(() => submitJob.run({ ...wish, price: 1 }, use))
})

import t from 'tap'
import { createSimulator } from '../../platform/providers/simulator/simulator.ts'
import { openDevice } from './kit/devices.ts'
import { openWorld, type World } from './kit/hub.ts'
import { hasSettled, jobWhen, refusalOf, run, submit, type Job } from './kit/jobs.ts'

/* What a program may take: time on its device, memory, room in a request. */

/** Twenty qubits, every layer over all of them: minutes, on any machine. */
const heavy = `OPENQASM 3.0;
include "stdgates.inc";
qubit[20] q;
bit[20] c;
for int layer in [0:199] {
  for int i in [0:19] { ry(0.1 * i + layer) q[i]; }
  for int i in [0:18] { cx q[i], q[i + 1]; }
}
c = measure q;
`
const bell =
  'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\ncreg c[2];\nh q[0];\ncx q[0],q[1];\nmeasure q -> c;\n'

const perSecond = {
  priceBook: [
    {
      version: '1',
      asset: 'USD/2',
      validFrom: '2026-01-01T00:00:00.000Z',
      perTask: '0.50',
      perSecond: '100',
    },
  ],
}

const settled = async (world: World, jobId: string): Promise<Job> =>
  jobWhen(world, jobId, hasSettled)

t.test('what programs take', async (t) => {
  const world = await openWorld(t)

  await t.test('a run past its time ends as the policy says, and the device goes on', async (t) => {
    const deviceId = await openDevice(world, perSecond, { timeLimit: 2, concurrency: 1 })
    const job = await settled(
      world,
      await submit(world, { source: heavy, deviceId, shots: 10_000 }),
    )
    t.match(job, {
      status: 'FAILED',
      billing: 'SETTLED',
      failure: { code: 'EXECUTION_TIME_LIMIT', faultDomain: 'USER', retriable: false },
      usage: { shots: 0 },
    })
    t.ok((job.usage?.qpuSeconds ?? 0) > 0, `${job.usage?.qpuSeconds ?? 0} s on the device`)
    // The user's own fault while the device was at work: what was consumed, but no more than was held.
    const consumed = 50 + Math.round(10_000 * (job.usage?.qpuSeconds ?? 0))
    const charged = Math.min(consumed, Number(job.maximumCost.amount))
    t.same(job.charged, { amount: String(charged), asset: 'USD/2' })
    t.equal((await run(world, { source: bell, deviceId })).status, 'COMPLETED')
  })

  await t.test('a run is cancelled while it executes, and the thread is free again', async (t) => {
    const deviceId = await openDevice(world, perSecond, { timeLimit: 600, concurrency: 1 })
    const jobId = await submit(world, { source: heavy, deviceId })
    await jobWhen(world, jobId, ({ phase }) => phase === 'EXECUTING_QPU', '')
    const { token } = world.researcher
    const { status, body } = await world.http.send('DELETE', `/v1/jobs/${jobId}`, undefined, {
      token,
    })
    t.match({ status, body }, { status: 202, body: { status: 'CANCELLING' } })
    const job = await settled(world, jobId)
    t.match(job, { status: 'CANCELLED', billing: 'SETTLED' })
    t.ok(BigInt(job.charged?.amount ?? 0) <= BigInt(job.maximumCost.amount))
    const late = await refusalOf(
      world.http.send('DELETE', `/v1/jobs/${jobId}`, undefined, { token }),
    )
    t.match(late, { status: 409, code: 'JOB_ALREADY_TERMINAL' })
    t.equal((await run(world, { source: bell, deviceId })).status, 'COMPLETED')
  })

  await t.test('256 KiB of source are taken, one byte more is refused', async (t) => {
    const deviceId = await openDevice(world)
    const filled = (bytes: number): string => `${bell}//${'π'.repeat(10)}`.padEnd(bytes - 10, '/')
    const most = filled(256 * 1024)
    t.equal(Buffer.byteLength(most), 256 * 1024)
    t.equal((await run(world, { source: most, deviceId })).status, 'COMPLETED')
    const appended = await world.watchAppends()
    const refused = await refusalOf(submit(world, { source: `${most}/`, deviceId }))
    t.match(refused, {
      status: 400,
      code: 'INVALID_INPUT',
      problem: { errors: [{ pointer: '/source' }] },
    })
    const escaped = await refusalOf(
      submit(world, { source: '\n'.repeat(256 * 1024 + 1), deviceId }),
    )
    t.equal(escaped.code, 'INVALID_INPUT', 'of its own size, not of that of its JSON')
    const huge = await refusalOf(submit(world, { source: '/'.repeat(1_000_000), deviceId }))
    t.match(huge, { status: 413, code: 'PAYLOAD_TOO_LARGE' })
    t.same(await appended(), [])
  })
})

t.test('memory is bounded, in the heap and in states', async (t) => {
  const request = { shots: 500, seed: 's', deadlineMs: 60_000 }
  const source = `OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q; bit[2] c; for int i in [0:1900000] { rx(i) q[0]; } c = measure q;`
  const smallHeap = createSimulator({ threads: 1, heapMb: 24, analysisDeadlineMs: 60_000 })
  t.teardown(() => smallHeap.close())
  t.match(await smallHeap.analyse(source), {
    kind: 'invalid',
    diagnostic: { code: 'QASM_TOO_LARGE', message: /memory/u, line: 1, column: 1 },
  })
  t.match(await smallHeap.analyse(bell), { kind: 'ok' }, 'and goes on reading')

  // Measurements in the middle split the shots: twelve qubits take 64 KiB for each part that is still open.
  const splitting = `OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[12] q;\nbit[12] c;\n${'h q; c = measure q; '.repeat(3)}`
  for (const [states, end] of [
    [0.5, { kind: 'failed', code: 'QASM_TOO_MANY_QUBITS', faultDomain: 'USER' }],
    [1, { kind: 'completed', result: { shots: 500 } }],
    [4, { kind: 'completed', result: { shots: 500 } }],
  ] as const) {
    const smallStates = createSimulator({ threads: 1, stateBytes: states * 16 * 2 ** 12 })
    t.match(await smallStates.run({ ...request, program: splitting }), end, `${states} states`)
    await smallStates.close()
  }
})

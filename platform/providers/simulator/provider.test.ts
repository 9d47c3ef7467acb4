import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { ProviderTimeout, type Provider, type RunSnapshot, type Submission } from '../port.ts'
import { createSimulatorProvider } from './provider.ts'
import { createSimulator } from './simulator.ts'

const bell =
  'OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[2] c; h q[0]; cx q[0], q[1]; c = measure q;'
const heavy =
  'OPENQASM 3.0; include "stdgates.inc"; qubit[20] q; bit[20] c; for int i in [0:19999] { h q; } c = measure q;'

const submission = (clientToken: string, more: Partial<Submission> = {}): Submission => ({
  clientToken,
  program: bell,
  shots: 200,
  seed: 'seed-1',
  device: { deviceId: 'd-1', qubits: 20, maxShots: 10_000 },
  noise: false,
  deadlineMs: 60_000,
  ...more,
})

const simulator = createSimulator({ threads: 1 })
t.teardown(() => simulator.close())

const last = async (provider: Provider, token: string): Promise<RunSnapshot> => {
  let snapshot: RunSnapshot | undefined
  for await (const next of provider.watch(token)) snapshot = next
  if (snapshot === undefined) throw new Error('no such run')
  return snapshot
}

const until = async (
  provider: Provider,
  token: string,
  state: RunSnapshot['state'],
): Promise<void> => {
  for await (const { state: seen } of provider.watch(token)) if (seen === state) return
  throw new Error(`the run never was ${state}`)
}

t.test('a run goes from queued to completed, and its token names it for ever', async (t) => {
  const provider = await createSimulatorProvider({ simulator, directory: t.testdir() })
  t.teardown(provider.close)
  t.equal(await provider.find('a'), undefined, 'a token that never arrived')
  const first = await provider.submit(submission('a'))
  const states: string[] = []
  for await (const snapshot of provider.watch('a')) {
    states.push(snapshot.state === 'RUNNING' ? `RUNNING ${snapshot.phase}` : snapshot.state)
  }
  t.equal(states.at(-1), 'COMPLETED')
  t.ok(states.includes('RUNNING EXECUTING_QPU'))
  const found = await provider.find('a')
  if (found?.state !== 'COMPLETED') return void t.fail('completed')
  t.equal(found.result.shots, 200)
  t.equal((found.result.counts['00'] ?? 0) + (found.result.counts['11'] ?? 0), 200)
  t.same(await provider.submit(submission('a')), first, 'submitting again answers the same run')
  t.match(await provider.submit(submission('a', { shots: 201 })), {
    kind: 'refused',
    failure: { code: 'CLIENT_TOKEN_REUSED' },
  })
  t.same(await provider.cancel('a'), { kind: 'already-terminal', state: 'COMPLETED' })
  t.same(await provider.cancel('b'), { kind: 'not-found' })
})

t.test('two submits at once make one run, another input under the token none', async (t) => {
  const directory = t.testdir()
  const provider = await createSimulatorProvider({ simulator, directory })
  t.teardown(provider.close)
  const [one, two, three] = await Promise.all([
    provider.submit(submission('a')),
    provider.submit(submission('a')),
    provider.submit(submission('a', { seed: 'other' })),
  ])
  t.same(one, two)
  t.match(three, { kind: 'refused', failure: { code: 'CLIENT_TOKEN_REUSED' } })
  await last(provider, 'a')
  t.equal((await readdir(join(directory, 'done'))).length, 1)
})

t.test('refusals and failures name whose fault it was', async (t) => {
  const provider = await createSimulatorProvider({ simulator, directory: t.testdir() })
  t.teardown(provider.close)
  t.match(await provider.submit(submission('shots', { shots: 10_001 })), {
    kind: 'refused',
    failure: { code: 'SHOTS_OUT_OF_RANGE', faultDomain: 'USER' },
  })
  t.equal(await provider.find('shots'), undefined)
  await provider.submit(submission('syntax', { program: 'OPENQASM 2.0;\nqreg q[2]\n' }))
  t.match(await last(provider, 'syntax'), {
    state: 'FAILED',
    failure: { code: 'QASM_SYNTAX', faultDomain: 'USER', retriable: false, line: 3, column: 1 },
  })
  await provider.submit(
    submission('small', { device: { deviceId: 'd', qubits: 1, maxShots: 1000 } }),
  )
  t.match(await last(provider, 'small'), { failure: { code: 'QASM_TOO_MANY_QUBITS' } })
  await provider.submit(submission('slow', { program: heavy, deadlineMs: 50 }))
  t.match(await last(provider, 'slow'), {
    failure: { code: 'EXECUTION_TIME_LIMIT', faultDomain: 'USER' },
  })
})

t.test('cancel stops a running run', async (t) => {
  const provider = await createSimulatorProvider({ simulator, directory: t.testdir() })
  t.teardown(provider.close)
  await provider.submit(submission('a', { program: heavy }))
  await until(provider, 'a', 'RUNNING')
  t.same(await provider.cancel('a'), { kind: 'cancelling' })
  t.equal((await last(provider, 'a')).state, 'CANCELLED')
})

t.test('a watcher leaves when its signal fires, the run goes on', async (t) => {
  const provider = await createSimulatorProvider({ simulator, directory: t.testdir() })
  t.teardown(provider.close)
  await provider.submit(submission('a', { program: heavy }))
  const leave = new AbortController()
  for await (const { state } of provider.watch('a', { signal: leave.signal })) {
    if (state === 'RUNNING') leave.abort()
  }
  t.equal((await provider.find('a'))?.state, 'RUNNING')
})

t.test('a run that a shutdown interrupted is taken up again, with the same result', async (t) => {
  const directory = t.testdir()
  const first = await createSimulatorProvider({ simulator, directory })
  const long =
    'OPENQASM 3.0; include "stdgates.inc"; qubit[18] q; bit[18] c; for int i in [0:9] { h q; } c = measure q;'
  await first.submit(submission('a', { program: long }))
  await until(first, 'a', 'RUNNING')
  await first.close()
  const second = await createSimulatorProvider({ simulator, directory })
  t.teardown(second.close)
  const snapshot = await last(second, 'a')
  const file = (await readdir(join(directory, 'done')))[0] ?? ''
  t.same(await readdir(join(directory, 'active')), [])
  t.equal(JSON.parse(await readFile(join(directory, 'done', file), 'utf8')).executions, 2)
  await second.submit(submission('b', { program: long }))
  const fresh = await last(second, 'b')
  if (snapshot.state !== 'COMPLETED' || fresh.state !== 'COMPLETED')
    return void t.fail('both completed')
  t.equal(snapshot.result.resultHash, fresh.result.resultHash)
})

t.test('faults on order', async (t) => {
  const waits: number[] = []
  const provider = await createSimulatorProvider({
    simulator,
    directory: t.testdir(),
    sleep: (ms) => Promise.resolve(waits.push(ms)),
  })
  t.teardown(provider.close)

  await provider.submit(submission('device', { fault: { kind: 'DEVICE_ERROR', probability: 1 } }))
  t.match(await last(provider, 'device'), {
    state: 'FAILED',
    failure: { code: 'DEVICE_ERROR', faultDomain: 'PROVIDER', retriable: true },
    usage: { shots: 0, qpuSeconds: 0 },
  })

  const lost = submission('lost', { fault: { kind: 'LOST_REPLY', probability: 1 } })
  await t.rejects(provider.submit(lost), new ProviderTimeout('no answer within the time limit'))
  t.equal((await last(provider, 'lost')).state, 'COMPLETED', 'the run was accepted all the same')
  t.match(await provider.submit(lost), { kind: 'accepted' })

  await provider.submit(
    submission('slow', { fault: { kind: 'SLOW', probability: 1, delayMs: 5000 } }),
  )
  t.equal((await last(provider, 'slow')).state, 'COMPLETED')
  t.same(waits, [5000])

  await provider.submit(
    submission('part', { fault: { kind: 'PARTIAL', probability: 1, fraction: 0.3 } }),
  )
  t.match(await last(provider, 'part'), {
    state: 'COMPLETED',
    result: { shots: 60 },
    usage: { shots: 60 },
  })

  await provider.submit(submission('spared', { fault: { kind: 'DEVICE_ERROR', probability: 0 } }))
  t.equal((await last(provider, 'spared')).state, 'COMPLETED')
})

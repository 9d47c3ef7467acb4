import t from 'tap'
import { createSimulator, type RunRequest } from './simulator.ts'

const header = 'OPENQASM 3.0; include "stdgates.inc"; '
const bell = `${header}qubit[2] q; bit[2] c; h q[0]; cx q[0], q[1]; c = measure q;`
const heavy = `${header}qubit[20] q; bit[20] c; for int i in [0:19999] { h q; } c = measure q;`

const request = (program: string, more: Partial<RunRequest> = {}): RunRequest => ({
  program,
  shots: 1000,
  seed: 'seed',
  deadlineMs: 60_000,
  ...more,
})

const simulator = createSimulator({ threads: 2 })
t.teardown(() => simulator.close())

t.test('the facts of a circuit', async (t) => {
  const outcome = await simulator.analyse(
    `${header}qubit[5] q; bit[2] a; bit[3] b; h q; ccx q[0], q[1], q[2]; ctrl(4) @ x q[0], q[1], q[2], q[3], q[4];
     cz q[0], q[1]; barrier q; a[0] = measure q[0]; if (a[0]) { x q[1]; } reset q[0];`,
  )
  t.match(outcome, {
    kind: 'ok',
    facts: {
      language: 'OPENQASM',
      version: '3.0',
      qubits: 5,
      clbits: 5,
      registers: [
        { name: 'a', size: 2 },
        { name: 'b', size: 3 },
      ],
      gateCounts: {
        oneQubit: 6,
        twoQubit: 1,
        multiQubit: [
          { arity: 3, count: 1 },
          { arity: 5, count: 1 },
        ],
        measurements: 1,
        resets: 1,
      },
      billedTwoQubit: 1 + 6 + 18,
      byGate: { h: 5, x: 1, cz: 1, ccx: 1, 'ctrl @ x': 1 },
      depth: 6,
      dynamic: true,
    },
  })
  t.match(await simulator.analyse(bell), { facts: { dynamic: false, depth: 3 } })
  t.match(await simulator.analyse('OPENQASM 2.0;\nqreg q[2];\nfoo q[0];'), {
    kind: 'invalid',
    diagnostic: { code: 'QASM_UNDEFINED', line: 3, column: 1 },
  })
})

t.test('a result says everything that is needed to prove it', async (t) => {
  const phases: string[] = []
  const first = await simulator.run(request(bell), { onPhase: (phase) => phases.push(phase) })
  const again = await simulator.run(request(bell))
  const other = await simulator.run(request(bell, { seed: 'other' }))
  if (first.kind !== 'completed' || again.kind !== 'completed' || other.kind !== 'completed')
    return void t.fail('completed')
  t.same(phases, ['COMPILING', 'EXECUTING_QPU', 'POST_PROCESSING'])
  t.same(first.result.counts, again.result.counts)
  t.equal(first.result.resultHash, again.result.resultHash)
  t.not(first.result.resultHash, other.result.resultHash)
  t.match(first.result, {
    shots: 1000,
    seed: 'seed',
    bitOrder: 'CLBIT0_RIGHTMOST_LATER_REGISTERS_LEFT',
    engine: { name: 'qhub-statevector' },
    registers: [{ name: 'c', size: 2, counts: first.result.counts }],
  })
  t.match(first.result.programHash, /^[0-9a-f]{64}$/u)
  // Pinned: a change of generator or sampling must not go unnoticed.
  t.same(first.result.counts, { '00': 495, '11': 505 })
})

t.test('a run past its deadline costs its thread alone', async (t) => {
  const outcomes = await Promise.all([
    simulator.run(request(heavy, { deadlineMs: 100 })),
    simulator.run(request(bell)),
    simulator.run(request(heavy, { deadlineMs: 100 })),
    simulator.run(request(bell)),
  ])
  t.match(outcomes[0], {
    kind: 'failed',
    code: 'EXECUTION_TIME_LIMIT',
    faultDomain: 'USER',
    retriable: false,
  })
  t.match(outcomes[2], { kind: 'failed', code: 'EXECUTION_TIME_LIMIT' })
  t.equal(outcomes[1].kind, 'completed')
  t.equal(outcomes[3].kind, 'completed')
})

t.test(
  'a run is cancelled while it runs, while it waits, and before it was asked for',
  async (t) => {
    const one = createSimulator({ threads: 1 })
    t.teardown(() => one.close())
    const running = new AbortController()
    const waiting = new AbortController()
    const first = one.run(request(heavy), {
      signal: running.signal,
      onPhase: (phase) => {
        if (phase === 'EXECUTING_QPU') waiting.abort()
      },
    })
    t.match(await one.run(request(heavy), { signal: waiting.signal }), { kind: 'cancelled' })
    running.abort()
    t.match(await first, { kind: 'cancelled' })
    t.match(await one.run(request(bell), { signal: AbortSignal.abort() }), { kind: 'cancelled' })
    t.equal((await one.run(request(bell))).kind, 'completed', 'and goes on serving')
  },
)

t.test(
  'a thread that runs out of memory is a failure of the run, not of the process',
  async (t) => {
    const small = createSimulator({ threads: 1, heapMb: 24 })
    t.teardown(() => small.close())
    const endless = `${header}qubit[2] q; bit[2] c; for int i in [0:1900000] { rx(i) q[0]; } c = measure q;`
    t.match(await small.run(request(endless)), {
      kind: 'failed',
      code: 'EXECUTION_MEMORY_LIMIT',
      faultDomain: 'USER',
    })
    t.equal((await small.run(request(bell))).kind, 'completed')
  },
)

t.test('requests that can not be met', async (t) => {
  for (const shots of [0, -1, 1.5, 1_000_001, Number.NaN]) {
    t.match(await simulator.run(request(bell, { shots })), {
      kind: 'failed',
      code: 'SHOTS_OUT_OF_RANGE',
    })
  }
  t.match(await simulator.run(request(bell, { qubits: 1 })), {
    code: 'QASM_TOO_MANY_QUBITS',
    line: 1,
  })
  const spin = `${header}qubit q; bit c; h q; c = measure q; while (c == c) { h q; c = measure q; }`
  t.match(await simulator.run(request(spin, { shots: 1 })), {
    code: 'QASM_LOOP_LIMIT',
    faultDomain: 'USER',
  })
})

t.test('after close everything is answered', async (t) => {
  const closing = createSimulator({ threads: 1 })
  const runs = [closing.run(request(heavy)), closing.run(request(heavy)), closing.analyse(bell)]
  await closing.close()
  for (const outcome of await Promise.all(runs))
    t.match(outcome, { kind: 'failed', code: 'SIMULATOR_CLOSED' })
  t.match(await closing.run(request(bell)), { code: 'SIMULATOR_CLOSED', retriable: true })
})

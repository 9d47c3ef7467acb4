import t from 'tap'
import { createSimulator } from '../../platform/providers/simulator/simulator.ts'
import { bounded } from './execution.ts'

const endless = `OPENQASM 3.0;
include "stdgates.inc";
qubit[20] q;
bit[20] c;
for int i in [0:20000] { h q; }
c = measure q;
`

t.test('the hub bounds a run that its device would let go on', async (t) => {
  const simulator = createSimulator({ threads: 1 })
  t.teardown(simulator.close)
  const request = { program: endless, shots: 1, seed: 's', deadlineMs: 3_600_000 }
  const outcome = await bounded(simulator, 1).run(request)
  t.match(outcome, { kind: 'failed', code: 'EXECUTION_TIME_LIMIT', faultDomain: 'USER' })
})

t.test('the tighter bound counts', async (t) => {
  const asked: number[] = []
  const { run } = bounded(
    {
      run: ({ deadlineMs }) => {
        asked.push(deadlineMs)
        return Promise.resolve({ kind: 'cancelled' })
      },
    },
    60,
  )
  for (const deadlineMs of [1_000, 600_000])
    await run({ program: '', shots: 1, seed: 's', deadlineMs })
  t.same(asked, [1_000, 60_000])
})

import t from 'tap'
import { openDevice } from './kit/devices.ts'
import { calibration } from '../../ops/demo/devices.ts'
import { openWorld, type World } from './kit/hub.ts'
import { run } from './kit/jobs.ts'
import { registerDevice } from '../../ops/client/register-device.ts'
import { deviceFacts } from './kit/devices.ts'

/** Measurements in the middle, a condition, a reset and a loop: everything that draws from the seed. */
const dynamic = `OPENQASM 3.0;
include "stdgates.inc";
qubit[4] q;
bit[4] c;
for uint i in [0:3] { ry(0.4 + i) q[i]; }
c[0] = measure q[0];
if (c[0] == 1) { h q[1]; } else { rx(0.7) q[2]; }
reset q[0];
h q[0];
cx q[0], q[3];
c = measure q;
`
const sampled = dynamic.replace(/c\[0\] = [^]*?reset q\[0\];\n/u, '')

t.test('the same seed gives the same counts', async (t) => {
  const world = await openWorld(t)
  const ideal = await openDevice(world)
  const noisy = await registerDevice(
    world.http,
    world.provider,
    deviceFacts({ qubits: 5 }, { noise: true }),
    calibration,
  )
  const works = [ideal, noisy].flatMap((deviceId) =>
    [dynamic, sampled].map((source) => ({ source, deviceId, shots: 5000 })),
  )
  const resultsIn = (front: World, seed: string) =>
    Promise.all(
      works.map(async (work) => {
        const { status, result } = await run(front, { ...work, seed })
        t.equal(status, 'COMPLETED')
        return { counts: result?.counts, hash: result?.resultHash, seed: result?.seed }
      }),
    )
  const first = await resultsIn(world, 'seed A')
  t.ok(first.every(({ counts }) => Object.keys(counts ?? {}).length > 4))
  t.same(await resultsIn(world, 'seed A'), first, 'twice')
  const other = await resultsIn(world, 'seed B')
  first.forEach(({ hash }, index) => t.not(other[index]?.hash, hash, 'another seed, other counts'))
  const again = await world.restart()
  t.same(await resultsIn(again, 'seed A'), first, 'after a restart of the hub')
})

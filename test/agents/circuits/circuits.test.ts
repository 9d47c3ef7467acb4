import t from 'tap'
import { Optimisation } from '../../../commands/agents/circuits/optimise.ts'
import { Recommendation } from '../../../commands/agents/circuits/recommend.ts'
import { tools } from '../../../commands/agents/tools/registry.ts'
import { systemContext } from '../../../commands/shared/context.ts'
import { CircuitProfile } from '../../../domain/agents/circuits/profile.ts'
import { Diagnosis } from '../../../domain/agents/circuits/diagnosis.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { openDevice, openNoisyDevice } from '../../circuits/kit/devices.ts'
import { openWorld } from '../../circuits/kit/hub.ts'
import { countsOf, hasSettled, jobWhen, refusalOf, run, submit } from '../../circuits/kit/jobs.ts'
import { eventually } from '../../servers/eventually.ts'

/* A whole hub: what agents do for circuits, through the front door and as tools. */

t.setTimeout(300_000)
const world = await openWorld(t)
const { http, researcher, provider, hub } = world

const ghz = `OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[3] c;
h q[0];
cx q[0], q[1];
t q[1];
tdg q[1];
cx q[1], q[2];
cx q[0], q[2];
cx q[0], q[2];
c = measure q;
`

/** Three qubits in a line; the coupling between the last two is as bad as couplings get before they are given up. */
const measured = (pairError: number) => ({
  format: 'qhub',
  calibration: {
    takenAt: '2026-11-01T00:00:00.000Z',
    source: 'QHUB',
    qubits: [0, 1, 2, 3].map((index) => ({ index, t1Us: 100, t2Us: 80, p01: 0.01, p10: 0.02 })),
    gates: [
      ...[0, 1, 2, 3].map((qubit) => ({
        name: 'sx',
        qubits: [qubit],
        error: 0.0003,
        durationNs: 40,
      })),
      { name: 'cx', qubits: [0, 1], error: pairError, durationNs: 300 },
      { name: 'cx', qubits: [1, 2], error: pairError, durationNs: 300 },
      { name: 'cx', qubits: [2, 3], error: 0.005, durationNs: 300 },
    ],
  },
})

const ideal = await openDevice(world, { name: 'Ideal', qubits: 8 })
const broken = await openDevice(
  world,
  { name: 'Broken', qubits: 8 },
  { fault: { kind: 'DEVICE_ERROR', probability: 1 } },
)
const { deviceId: noisy, calibrationId } = await openNoisyDevice(world, 4, measured(0.2))

const ask = async (path: string, body: object): Promise<unknown> =>
  (await http.send('POST', path, body, { token: researcher.token })).body
const diagnosed = async (jobId: string): Promise<Diagnosis> => {
  const { body } = await http.get(`/v1/jobs/${jobId}/diagnosis`, { token: researcher.token })
  return Diagnosis.strip().parse(body)
}

t.test('a circuit is analysed', async (t) => {
  const profile = CircuitProfile.parse(await ask('/v1/circuit-analyses', { source: ghz }))
  t.match(profile, { qubits: 3, twoQubitGates: 4, inCx: { measured: [1, 1, 1] } })
  t.same(profile.inCx?.pairs.find(({ qubits }) => qubits[1] === 1)?.gates, 1)
  const refused = await refusalOf(ask('/v1/circuit-analyses', { source: 'OPENQASM 3.0; h q;' }))
  t.match(refused, { status: 422, code: 'INVALID_CIRCUIT' })
})

t.test('a circuit is optimised, and what comes of it runs', async (t) => {
  const answer = Optimisation.parse(await ask('/v1/circuit-optimisations', { source: ghz }))
  t.match(answer, {
    outcome: 'OPTIMISED',
    before: { twoQubitGates: 4 },
    after: { twoQubitGates: 2 },
    proof: { kind: 'PROVED' },
  })
  t.ok((answer.proof.distance ?? 1) < 1e-9)
  const work = { deviceId: ideal, seed: 'same', shots: 500 }
  t.same(
    await countsOf(world, { ...work, source: answer.source }),
    await countsOf(world, { ...work, source: ghz }),
  )
  const again = Optimisation.parse(
    await ask('/v1/circuit-optimisations', { source: answer.source }),
  )
  t.match(again, { outcome: 'UNCHANGED', source: answer.source, proof: { kind: 'SAME_TEXT' } })
  const loop = ghz.replace('c = measure q;', 'while (c[0] == 0) { c[0] = measure q[0]; h q[0]; }')
  t.match(await ask('/v1/circuit-optimisations', { source: loop }), { outcome: 'NOT_REWRITTEN' })
})

t.test('a planted failure is diagnosed: whose fault it is, and what to do', async (t) => {
  const { jobId } = await run(world, { source: ghz, deviceId: broken })
  const found = await diagnosed(jobId)
  t.match(found, {
    status: 'FAILED',
    code: 'DEVICE_ERROR',
    failure: { faultDomain: 'PROVIDER' },
    findings: [{ code: 'FAILED', weight: 'CAUSE', advice: /another device/ }],
    fits: [],
  })
  t.ok(found.timeline.some(({ type }) => type === 'JobFailed'))
  const { token } = provider
  t.match(await refusalOf(http.get(`/v1/jobs/${jobId}/diagnosis`, { token })), {
    code: 'NOT_FOUND',
  })
})

t.test('noise is diagnosed by the calibration that the job pinned', async (t) => {
  const jobId = await submit(world, { source: ghz, deviceId: noisy, calibrationId })
  await jobWhen(world, jobId, hasSettled)
  const { token } = provider
  // What is measured afterwards is no evidence of what the job met.
  await http.send('POST', `/v1/devices/${noisy}/calibrations`, measured(0.001), { token })
  const found = await diagnosed(jobId)
  t.equal(found.calibrationId, calibrationId)
  const codes = found.findings.map(({ code }) => code)
  t.ok(codes.includes('NOISE_VISIBLE') || codes.includes('NOISE_DOMINATES'), codes.join())
  const [ran] = found.fits
  t.equal(ran?.placement, 'AS_NUMBERED')
  t.ok((ran?.gateError ?? 0) > 0.3, 'two gates at 0.2 and two more')
  t.match(
    ran?.worst[0],
    { deviceQubits: [0, 2] },
    'the pair with most gates, that the calibration does not know',
  )
  t.ok(found.ranSeconds !== undefined)
})

t.test('devices are recommended with reasons', async (t) => {
  const recommended = async (more: object = {}): Promise<Recommendation> =>
    Recommendation.parse(
      await ask('/v1/device-recommendations', { source: ghz, shots: 100, ...more }),
    )
  const all = await eventually(async () => {
    const { devices, ...rest } = await recommended({ prefer: 'ACCURACY' })
    return devices.length === 3 ? { devices, ...rest } : undefined
  })
  const at = (deviceId: string) => all.devices.find((device) => device.deviceId === deviceId)
  t.equal(at(ideal)?.accuracy, 1)
  t.equal(at(noisy)?.fit?.placement !== undefined, true)
  t.ok((at(noisy)?.accuracy ?? 1) < 1)
  t.equal(all.devices.at(-1)?.deviceId, noisy, 'the one that errs comes last')
  t.ok(all.devices.every(({ reasons }) => reasons.length >= 3))
  const cheap = await recommended({ maximumCost: { amount: '0', asset: 'USD/2' } })
  t.same(cheap.devices, [])
  t.ok(cheap.excluded.every(({ code }) => code === 'COST_ABOVE_MAXIMUM'))
  const many = await recommended({
    shots: 100,
    source: ghz.replace('qubit[3] q', 'qubit[6] q').replace('bit[3] c', 'bit[6] c'),
  })
  t.notOk(
    many.devices.some(({ deviceId }) => deviceId === noisy),
    'it has four qubits',
  )
})

t.test('the tools say the same', async (t) => {
  const id = newId()
  const use = {
    services: hub.services,
    context: systemContext('test', id, id, id),
    organisation: researcher.organisationId,
    actor: { kind: 'user', id } as const,
    deed: 'step',
    budgetId: id,
  }
  const outcome = async (name: string, input: object) => {
    const tool = tools.find((each) => each.name === name)
    const done = await tool?.run(input, use)
    if (done?.kind === 'done')
      t.ok(tool?.output.safeParse(done.output).success, `${name} keeps to its form`)
    return done
  }
  t.match(await outcome('analyseCircuit', { source: ghz }), { kind: 'done' })
  t.match(await outcome('optimiseCircuit', { source: ghz }), {
    kind: 'done',
    output: { before: { twoQubitGates: 4 }, after: { twoQubitGates: 2 } },
  })
  const best = { kind: 'done', output: { deviceId: String, reasons: [String] } }
  t.match(await outcome('recommendDevice', { source: ghz, shots: 100, prefer: 'ACCURACY' }), best)
  const none = { source: ghz, shots: 100, maximumCost: { amount: '0', asset: 'USD/2' } }
  t.match(await outcome('recommendDevice', none), { kind: 'refused', code: 'COST_ABOVE_MAXIMUM' })
  const { jobId } = await run(world, { source: ghz, deviceId: broken })
  t.match(await outcome('diagnoseJob', { jobId }), {
    kind: 'done',
    output: { code: 'DEVICE_ERROR' },
  })
  t.match(await outcome('diagnoseJob', { jobId: newId() }), { kind: 'refused', code: 'NOT_FOUND' })
})

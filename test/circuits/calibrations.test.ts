import t from 'tap'
import { z } from 'zod'
import { readIbmDevice } from '../../platform/calibrations/ibm.ts'
import { withoutData } from '../data/shared.ts'
import { openDevice, openNoisyDevice, publishCalibration } from './kit/devices.ts'
import { objection, type Distribution } from './kit/distribution.ts'
import { openWorld } from './kit/hub.ts'
import { refusalOf, run, type Job } from './kit/jobs.ts'
import {
  altered,
  garnetCalibration,
  garnetText,
  ibmBackends,
  ibmCalibration,
} from './kit/vendors.ts'

/* What IBM and Amazon Braket publish of their devices, taken at the front door, shapes the results of jobs. */

const skip = withoutData('devices')
const Errors = z.object({ errors: z.array(z.object({ pointer: z.string(), detail: z.string() })) })
const shots = 20_000
const header = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
const flips = `${header}qubit[5] q; bit[5] c; x q[0]; x q[2]; x q[4]; c = measure q;`
const ghz = `${header}qubit[5] q; bit[5] c; h q[0]; for int i in [0:3] { cx q[i], q[i + 1]; } c = measure q;`

/** Where the x of `flips` acts: what each qubit reads, left to itself, from its errors. */
const expectedFlips = (): Distribution => {
  const { configuration, properties } = ibmCalibration('manila')
  const read = readIbmDevice(configuration, properties)
  if (read.kind === 'invalid') throw new Error('manila is not read')
  const { qubits, gates } = read.calibration
  const ones = qubits.map(({ index, p01 = 0, p10 = 0 }) => {
    if (index % 2 === 1) return p01
    // Of the Pauli errors that follow an x, two of three turn it over: that is the average infidelity once.
    const error = gates.find((gate) => gate.name === 'x' && gate.qubits[0] === index)?.error ?? 0
    return (1 - error) * (1 - p10) + error * p01
  })
  const outcomes = Array.from({ length: 32 }, (_, value): [string, number] => [
    value.toString(2).padStart(5, '0'),
    ones.reduce((p, one, qubit) => p * (((value >> qubit) & 1) === 1 ? one : 1 - one), 1),
  ])
  return new Map(outcomes)
}

/** How often q[1] read 1. */
const onesOf = ({ result }: Job): number =>
  Object.entries(result?.counts ?? {}).reduce(
    (sum, [key, count]) => sum + (key.at(-2) === '1' ? count : 0),
    0,
  ) / shots

t.test('calibrations as vendors publish them', { skip }, async (t) => {
  const world = await openWorld(t)
  const publish = (deviceId: string, calibration: object): Promise<string> =>
    publishCalibration(world, deviceId, calibration)

  await t.test('every file is taken, however long, and nowhere too narrow', async (t) => {
    t.ok(ibmBackends.length >= 6, ibmBackends.join(', '))
    const wide = await openDevice(world, { qubits: 156 })
    for (const backend of ibmBackends)
      t.match(await publish(wide, ibmCalibration(backend)), /^[-0-9a-f]{36}$/u, backend)
    t.match(await publish(wide, garnetCalibration()), /^[-0-9a-f]{36}$/u, 'garnet')
    const asText = { format: 'braket', capabilities: garnetText() }
    t.match(await publish(wide, asText), /^[-0-9a-f]{36}$/u, 'garnet as text')
    const narrow = await openDevice(world, { qubits: 126 })
    const refused = await refusalOf(publish(narrow, ibmCalibration('sherbrooke')))
    t.match(refused, { status: 422, code: 'CALIBRATION_MISMATCH' })
  })

  await t.test('a noisy device errs as its calibration says', async (t) => {
    const { deviceId: manila, calibrationId: measured } = await openNoisyDevice(
      world,
      5,
      ibmCalibration('manila'),
    )
    const ideal = await openDevice(world, { qubits: 5 })
    await publish(ideal, ibmCalibration('manila'))

    const noisy = await run(world, { source: flips, deviceId: manila, shots })
    t.equal(noisy.calibrationId, measured, 'the latest is pinned')
    t.equal(objection(noisy.result?.counts ?? {}, expectedFlips()), undefined)
    const { result } = await run(world, { source: flips, deviceId: ideal, shots })
    t.same(result?.counts, { '10101': shots }, 'a device without noise does not err')

    const entangled = await run(world, { source: ghz, deviceId: manila, shots })
    const counts = entangled.result?.counts ?? {}
    const right = ((counts['00000'] ?? 0) + (counts['11111'] ?? 0)) / shots
    t.ok(right > 0.6 && right < 0.95, `${right} of the shots agree on all qubits`)
    const oneWrong = counts['00100'] ?? 0
    t.ok(oneWrong > (counts['01000'] ?? 0), 'q[2] is the qubit that reads worst')
  })

  await t.test('a job keeps to the calibration that it pins', async (t) => {
    const calibration = ibmCalibration('manila')
    const { deviceId, calibrationId: first } = await openNoisyDevice(world, 5, calibration)
    const work = { source: flips, deviceId, shots, seed: 'pinned' }
    const before = await run(world, work)
    // q[1], which nothing flips, reads like a thrown coin from now on.
    const worse = altered(calibration, '/properties/qubits/1/6/value', 0.5)
    const second = await publish(deviceId, worse)
    const after = await run(world, work)
    t.equal(after.calibrationId, second)
    t.ok(onesOf(after) > 0.45 && onesOf(after) < 0.55, 'the new calibration shapes new jobs')
    t.ok(onesOf(before) < 0.03, 'it did not shape the old one')
    const pinned = await run(world, { ...work, calibrationId: first })
    t.equal(pinned.calibrationId, first)
    t.same(pinned.result?.counts, before.result?.counts, 'same seed, same calibration, same counts')
  })
  await t.test('Garnet errs, too, and alike under the same seed', async (t) => {
    const { deviceId, calibrationId } = await openNoisyDevice(world, 20, garnetCalibration())
    const work = { source: ghz, deviceId, shots, calibrationId }
    const [once, twice] = [await run(world, work), await run(world, work)]
    const counts = once.result?.counts ?? {}
    const right = ((counts['00000'] ?? 0) + (counts['11111'] ?? 0)) / shots
    t.ok(right > 0.6 && right < 0.97, `${right} of the shots agree on all qubits`)
    t.same(twice.result?.counts, counts)
  })

  await t.test(
    'a broken document is refused by JSON pointer, and nothing is appended',
    async (t) => {
      const deviceId = await openDevice(world, { qubits: 156 })
      const appended = await world.watchAppends()
      const [manila, garnet] = [ibmCalibration('manila'), garnetCalibration()]
      const first = '/capabilities/standardized/oneQubitProperties/1'
      const broken: readonly (readonly [document: object, pointer: string])[] = [
        [altered(manila, '/configuration', undefined), '/configuration'],
        [altered(manila, '/properties', 'lost'), '/properties'],
        [altered(manila, '/configuration/backend_name', undefined), '/configuration/backend_name'],
        [altered(manila, '/configuration/n_qubits', 0), '/configuration/n_qubits'],
        [altered(manila, '/configuration/coupling_map/0', [0]), '/configuration/coupling_map/0'],
        [altered(manila, '/configuration/coupling_map/1', [0, 5]), '/configuration/coupling_map/1'],
        [altered(manila, '/properties/backend_name', 'other'), '/properties/backend_name'],
        [altered(manila, '/properties/last_update_date', 'soon'), '/properties/last_update_date'],
        [altered(manila, '/properties/qubits/4', undefined), '/properties/qubits/4'],
        [altered(manila, '/properties/qubits/2/4/value', 1.5), '/properties/qubits/2/4/value'],
        [altered(manila, '/properties/qubits/0/0/unit', 'weeks'), '/properties/qubits/0/0/unit'],
        [altered(manila, '/properties/qubits/0/0/value', '79'), '/properties/qubits/0/0/value'],
        [altered(manila, '/properties/gates/3/qubits', [7]), '/properties/gates/3/qubits'],
        [altered(garnet, '/capabilities', undefined), '/capabilities'],
        [{ format: 'braket', capabilities: '{"service"' }, '/capabilities'],
        [{ format: 'braket', capabilities: null }, '/capabilities'],
        [
          altered(garnet, '/capabilities/paradigm/qubitCount', 21),
          '/capabilities/paradigm/qubitCount',
        ],
        [altered(garnet, '/capabilities/service', undefined), '/capabilities/service'],
        [altered(garnet, `${first}/T1/value`, -1), `${first}/T1/value`],
        [
          altered(garnet, `${first}/oneQubitFidelity/0/fidelity`, 1.1),
          `${first}/oneQubitFidelity/0/fidelity`,
        ],
        [
          altered(garnet, '/capabilities/standardized/twoQubitProperties/1-99', {
            twoQubitGateFidelity: [],
          }),
          '/capabilities/standardized/twoQubitProperties/1-99',
        ],
        [{ format: 'rigetti', capabilities: {} }, '/format'],
      ]
      for (const [document, pointer] of broken) {
        const { status, code, problem } = await refusalOf(publish(deviceId, document))
        t.match({ status, code }, { status: 400, code: 'INVALID_INPUT' }, pointer)
        t.ok(
          Errors.parse(problem).errors.some((error) => error.pointer === pointer),
          `${pointer} is named, in ${JSON.stringify(problem['errors'])}`,
        )
      }
      t.same(await appended(), [])
    },
  )
})

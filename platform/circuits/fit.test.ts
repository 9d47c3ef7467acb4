import t from 'tap'
import { readShared, withoutData } from '../../test/data/shared.ts'
import { readIbmDevice } from '../calibrations/ibm.ts'
import { compile } from '../providers/simulator/language/compile.ts'
import { couplingOf, type DeviceGraph } from './coupling.ts'
import { fitsOf } from './fit.ts'
import { profileOf } from './profile.ts'

const profile = (body: string) => {
  const compiled = compile(`OPENQASM 3.0; include "stdgates.inc"; ${body}`)
  if (compiled.kind === 'invalid') throw new Error(compiled.diagnostic.message)
  return profileOf(compiled.program)
}

const line: DeviceGraph = {
  qubits: 4,
  connectivity: [
    [0, 1],
    [1, 2],
    [2, 3],
  ],
  calibration: {
    takenAt: '2026-11-01T00:00:00.000Z',
    source: 'QHUB',
    qubits: [0, 1, 2, 3].map((index) => ({ index, t1Us: 100, t2Us: 50, p01: 0.02, p10: 0.04 })),
    gates: [
      { name: 'cx', qubits: [0, 1], error: 0.1, durationNs: 500 },
      { name: 'cx', qubits: [2, 1], error: 0.02, durationNs: 500 },
      { name: 'cx', qubits: [2, 3], error: 0.01, durationNs: 500 },
      { name: 'sx', qubits: [0], error: 0.001, durationNs: 50 },
      { name: 'rz', qubits: [0], error: 0, durationNs: 0 },
    ],
  },
}

t.test('errors multiply over the gates and readings of a circuit', async (t) => {
  const [numbered, chosen] = fitsOf(
    profile('qubit[2] q; bit[2] c; h q[0]; cx q[0], q[1]; c = measure q;'),
    couplingOf(line),
  )
  t.ok(Math.abs((numbered?.gateError ?? 0) - (1 - 0.999 * 0.9)) < 1e-12)
  t.ok(Math.abs((numbered?.readoutError ?? 0) - (1 - 0.97 ** 2)) < 1e-12)
  t.ok(Math.abs((numbered?.success ?? 0) - 0.999 * 0.9 * 0.97 ** 2) < 1e-12)
  t.match(numbered, {
    layout: [0, 1],
    swaps: 0,
    twoQubitGates: 1,
    worst: [{ deviceQubits: [0, 1] }],
  })
  t.same(chosen?.layout.toSorted(), [2, 3], 'the coupling with the smallest error')
  t.ok(
    Math.abs((numbered?.overT2 ?? 0) - (500 + 2 * 50) / 1000 / 50) < 1e-12,
    'a CX, an H and a reading deep',
  )
})

t.test('qubits at a distance are swapped together and back', async (t) => {
  const [numbered, chosen] = fitsOf(profile('qubit[3] q; cx q[0], q[2];'), couplingOf(line))
  t.match(numbered, { swaps: 2, twoQubitGates: 7 })
  t.ok(Math.abs((numbered?.success ?? 0) - 0.9 ** 6 * 0.98) < 1e-12)
  t.match(chosen, { swaps: 0, twoQubitGates: 1 })
})

t.test('what does not fit, or is not counted, has no fit', async (t) => {
  t.same(fitsOf(profile('qubit[5] q; h q;'), couplingOf(line)), [])
  const looping = profile('qubit q; bit c; while (c == 0) { h q; c = measure q; }')
  t.same(fitsOf(looping, couplingOf(line)), [])
  t.equal(looping.limits.length, 1)
  const apart = { ...line, connectivity: [[0, 1] as const] }
  t.same(
    fitsOf(profile('qubit[4] q; cx q[0], q[3];'), couplingOf(apart)).map(
      ({ placement }) => placement,
    ),
    ['CHOSEN'],
  )
})

t.test(
  'on real devices a chosen place is no worse',
  { skip: withoutData('devices/ibm') },
  async (t) => {
    const files = readShared('devices/ibm', '.json')
    const circuit = profile(
      'qubit[5] q; h q[0]; for int i in [1:4] { cx q[0], q[i]; } bit[5] c; c = measure q;',
    )
    for (const name of ['brisbane', 'jakarta', 'manila', 'fez']) {
      const read = readIbmDevice(
        JSON.parse(files.get(`conf_${name}.json`) ?? ''),
        JSON.parse(files.get(`props_${name}.json`) ?? ''),
      )
      if (read.kind !== 'ok') return void t.fail(name)
      const { device, calibration } = read
      const { qubits, connectivity } = device
      const fits = fitsOf(circuit, couplingOf({ qubits, connectivity, calibration }))
      const [numbered, chosen] = fits
      t.equal(new Set(chosen?.layout).size, 5, `${name}: each qubit has a place of its own`)
      t.ok(
        (chosen?.success ?? 0) >= (numbered?.success ?? 1),
        `${name}: ${String(numbered?.success)} < ${String(chosen?.success)}`,
      )
    }
  },
)

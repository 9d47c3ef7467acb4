import t from 'tap'
import { calibration } from '../../domain/devices/calibration.ts'
import { readShared, withoutData } from '../../test/data/shared.ts'
import { readBraketDevice } from './braket.ts'
import { readIbmDevice } from './ibm.ts'

const ibm = readShared('devices/ibm', '.json')
const braket = readShared('devices/braket', '.json')
const ibmNames = [...ibm.keys()].flatMap((file) =>
  file.startsWith('conf_') ? [file.slice(5, -5)] : [],
)

const facts: Record<string, { qubits: number; pairs: number; gates: string[]; takenAt: string }> = {
  brisbane: {
    qubits: 127,
    pairs: 144,
    gates: ['ecr', 'id', 'rz', 'sx', 'x'],
    takenAt: '2025-02-26T19:33:06.000Z',
  },
  fez: {
    qubits: 156,
    pairs: 176,
    gates: ['cz', 'id', 'rz', 'sx', 'x'],
    takenAt: '2025-02-26T20:16:25.000Z',
  },
  jakarta: {
    qubits: 7,
    pairs: 6,
    gates: ['cx', 'id', 'rz', 'sx', 'x'],
    takenAt: '2024-05-27T18:32:24.000Z',
  },
  manila: {
    qubits: 5,
    pairs: 4,
    gates: ['cx', 'id', 'rz', 'sx', 'x'],
    takenAt: '2024-05-27T18:27:23.000Z',
  },
}

t.test('every IBM backend reads', { skip: withoutData('devices/ibm') }, async (t) => {
  t.ok(ibmNames.length >= 6)
  for (const name of ibmNames) {
    const conf = JSON.parse(ibm.get(`conf_${name}.json`) ?? '')
    const props = JSON.parse(ibm.get(`props_${name}.json`) ?? '')
    const read = readIbmDevice(conf, props)
    if (read.kind !== 'ok') {
      t.fail(name, read)
      continue
    }
    t.same(calibration.parse(read.calibration), read.calibration, `${name} has the canonical form`)
    t.equal(read.device.qubits, conf.n_qubits)
    t.equal(read.calibration.gates.length, props.gates.length)
    const known = facts[name]
    if (known === undefined) continue
    t.equal(read.device.qubits, known.qubits)
    t.equal(read.device.connectivity.length, known.pairs)
    t.same(read.device.gateSet, known.gates)
    t.equal(read.calibration.takenAt, known.takenAt)
    t.same(read.device.shots, { min: 1, max: 100_000 })
  }
})

t.test('IBM values keep their meaning', { skip: withoutData('devices/ibm') }, async (t) => {
  const read = readIbmDevice(
    JSON.parse(ibm.get('conf_brisbane.json') ?? ''),
    JSON.parse(ibm.get('props_brisbane.json') ?? ''),
  )
  if (read.kind !== 'ok') return void t.fail('reads')
  t.same(read.calibration.qubits[0], {
    index: 0,
    t1Us: 237.36364020705798,
    t2Us: 49.42561173908419,
    readoutError: 0.02783203125,
    p10: 0.0302734375,
    p01: 0.025390625,
  })
  t.same(read.calibration.gates[0], {
    name: 'id',
    qubits: [0],
    error: 0.00024329590602476677,
    durationNs: 60,
  })
})

t.test(
  'what IBM data lacks or gets wrong is named',
  { skip: withoutData('devices/ibm') },
  async (t) => {
    const conf = JSON.parse(ibm.get('conf_manila.json') ?? '')
    const props = JSON.parse(ibm.get('props_manila.json') ?? '')
    const broken = structuredClone(props)
    broken.gates[3].parameters[0].value = 1.5
    broken.qubits[1][0].unit = 'fortnight'
    broken.gates[4].qubits = [7]
    const read = readIbmDevice(conf, broken)
    if (read.kind !== 'invalid') return void t.fail('must be refused')
    t.same(
      read.issues.map(({ path }) => path),
      [
        'properties.qubits[1][0].unit',
        'properties.gates[3].parameters[0].value',
        'properties.gates[4].qubits',
      ],
    )
    t.match(readIbmDevice({ ...conf, max_shots: 0 }, {}), {
      kind: 'invalid',
      issues: [{ path: 'configuration.max_shots' }, { path: 'properties.backend_name' }],
    })
    t.match(readIbmDevice({ ...conf, backend_name: 'ibm_other' }, props), { kind: 'invalid' })
    t.equal(readIbmDevice(null, 7).kind, 'invalid')
  },
)

t.test(
  'Braket capabilities read, doubly encoded as they come',
  { skip: withoutData('devices/braket') },
  async (t) => {
    t.ok(braket.size > 0)
    for (const [file, text] of braket) {
      const read = readBraketDevice(file, text)
      if (read.kind !== 'ok') {
        t.fail(file, read)
        continue
      }
      t.same(
        calibration.parse(read.calibration),
        read.calibration,
        `${file} has the canonical form`,
      )
      t.same(
        readBraketDevice(file, JSON.parse(String(JSON.parse(text)))),
        read,
        'the same once decoded',
      )
    }
  },
)

t.test('Garnet', { skip: withoutData('devices/braket') }, async (t) => {
  const text = braket.get('garnet_device_properties_20250706.json') ?? ''
  const read = readBraketDevice('Garnet', text)
  if (read.kind !== 'ok') return void t.fail('reads')
  const { device, calibration: measured } = read
  t.equal(device.qubits, 20)
  t.equal(device.connectivity.length, 30)
  t.same(
    device.connectivity.slice(0, 3),
    [
      [0, 1],
      [0, 3],
      [1, 4],
    ],
    'labels 1-2, 1-4, 2-5',
  )
  t.equal(device.qubitLabels[0], '1')
  t.same(device.shots, { min: 1, max: 20_000 })
  t.same(device.cost, { price: '0.00145', unit: 'shot' })
  t.equal(device.executionWindows.length, 5)
  t.same(device.executionWindows[3], {
    executionDay: 'Thursday',
    windowStartHour: '13:00:00',
    windowEndHour: '15:00:00',
  })
  t.equal(measured.takenAt, '2025-07-06T17:52:53.997Z')
  const [first] = measured.qubits
  t.match(first, { index: 0, p01: 0.022, p10: 0.019, readoutError: 0.0205 })
  t.ok(Math.abs((first?.t1Us ?? 0) - 43.38948813961457) < 1e-9)
  t.equal(measured.gates.filter(({ name }) => name === 'prx').length, 20)
  t.equal(measured.gates.filter(({ name }) => name === 'cz').length, 30)
  t.match(
    measured.gates.find(({ name }) => name === 'cz'),
    { qubits: [0, 1], error: 0.0176979918603 },
  )
})

t.test(
  'bad Braket documents are refused with a path',
  { skip: withoutData('devices/braket') },
  async (t) => {
    const good = JSON.parse(
      String(JSON.parse(braket.get('garnet_device_properties_20250706.json') ?? '')),
    )
    const bad = structuredClone(good)
    bad.standardized.twoQubitProperties['1-99'] = { twoQubitGateFidelity: [] }
    bad.paradigm.qubitCount = 21
    t.match(readBraketDevice('x', bad), {
      kind: 'invalid',
      issues: [{ path: 'paradigm.qubitCount' }, { path: 'standardized.twoQubitProperties.1-99' }],
    })
    t.match(readBraketDevice('x', { ...good, service: { ...good.service, shotsRange: [0, 5] } }), {
      kind: 'invalid',
      issues: [{ path: 'service.shotsRange[0]' }],
    })
    t.match(readBraketDevice('x', '{"half'), { kind: 'invalid', issues: [{ path: '' }] })
    t.equal(readBraketDevice('x', '"just text"').kind, 'invalid')
  },
)

import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../../test/kit/given-when-then/meta.ts'
import { capsule, type CapsuleCommand, type Packaged, type Publication } from './capsule.ts'

const { after, given } = decider(capsule)
const packaged: Packaged = {
  capsuleId: idNumber(1),
  organisationId: idNumber(2),
  content: {
    format: 1,
    name: 'coin',
    version: '1.0.0',
    description: '',
    source: 'qubit q;',
    shots: 100,
    inputs: {},
    tests: [
      {
        ...{ name: 'fair', basis: 'THEORY', inputs: {}, shots: 100, seed: 'one' },
        ...{ expected: { '0': 0.5, '1': 0.5 }, tolerance: 0.2 },
      },
    ],
  },
  sha256: 'ab'.repeat(32),
  facts: {
    ...{ language: 'OPENQASM', version: '3.0', qubits: 1, clbits: 1, registers: [] },
    ...{ oneQubitGates: 1, twoQubitGates: 0, measurements: 1, depth: 2, dynamic: false },
  },
  declared: [],
  report: { accepted: true, checks: [], tests: [] },
}
const make: CapsuleCommand = { type: 'PackageCapsule', ...packaged }
const bad: CapsuleCommand = { ...make, report: { ...packaged.report, accepted: false } }
const publication: Publication = {
  ...{ appId: idNumber(3), versionId: idNumber(4), packageId: idNumber(5), semver: '1.0.0' },
}
const publish: CapsuleCommand = { type: 'RecordPublication', ...publication }

t.test('a capsule is made once, and never changes', async () => {
  given().when(make).then(['CapsulePackaged'])
  after(make).when(make).then('ALREADY_EXISTS')
})

t.test('only one whose tests passed is published, and each version once', async () => {
  given().when(publish).then('NOT_FOUND')
  after(bad).when(publish).then('CAPSULE_INVALID')
  after(make).when(publish).then(['CapsulePublished'])
  after(make, publish).when(publish).then([])
  after(make, publish)
    .when({ ...publish, versionId: idNumber(6), semver: '1.0.1' })
    .then(['CapsulePublished'])
})

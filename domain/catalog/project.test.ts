import t from 'tap'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../test/kit/given-when-then/meta.ts'
import { maxCircuits, project, type ProjectCircuit, type ProjectCommand } from './project.ts'

const { after, given } = decider(project)
const projectId = idNumber(1)
const organisationId = idNumber(2)
const circuit: ProjectCircuit = {
  name: 'pair',
  source: 'qubit q;',
  inputs: {},
  sourceHash: 'ab'.repeat(32),
  facts: {
    language: 'OpenQASM',
    version: '3.0',
    qubits: 1,
    clbits: 0,
    registers: [],
    oneQubitGates: 0,
    twoQubitGates: 0,
    measurements: 0,
    depth: 0,
    dynamic: false,
  },
}
const details = { name: 'Pairs', description: '' }
const create: ProjectCommand = { type: 'CreateProject', projectId, organisationId, details }
const add = (n: number): ProjectCommand => ({
  type: 'AddCircuit',
  projectId,
  circuitId: idNumber(n),
  circuit,
})
const change = (changes: Partial<ProjectCircuit>): ProjectCommand => ({
  type: 'ChangeCircuit',
  projectId,
  circuitId: idNumber(10),
  circuit: { ...circuit, ...changes },
})
const archive: ProjectCommand = { type: 'ArchiveProject', projectId }
const restore: ProjectCommand = { type: 'RestoreProject', projectId }
const release = (appId: string): ProjectCommand => ({
  type: 'RecordProjectRelease',
  projectId,
  circuitId: idNumber(10),
  appId,
  versionId: idNumber(20),
  semver: '1.0.0',
})

t.test('is created once', async () => {
  given().when(create).then(['ProjectCreated'])
  after(create).when(create).then('ALREADY_EXISTS')
})
t.test('begins with the circuit of a template', async () =>
  given()
    .when({ ...create, template: { name: 'bell-pair', circuitId: idNumber(10), circuit } })
    .then(['ProjectCreated', 'ProjectCircuitPut']),
)
t.test('holds circuits', async () => {
  after(create).when(add(10)).then(['ProjectCircuitPut'])
  after(create, add(10)).when(change({})).then([])
  after(create, add(10))
    .when(change({ name: 'other' }))
    .then(['ProjectCircuitPut'])
  after(create).when(change({})).then('NOT_FOUND')
})
t.test('a circuit is removed once', async () => {
  const remove: ProjectCommand = { type: 'RemoveCircuit', projectId, circuitId: idNumber(10) }
  after(create, add(10)).when(remove).then(['ProjectCircuitRemoved'])
  after(create, add(10), remove).when(remove).then([])
})
t.test('and no more of them than there may be', async () => {
  const all = Array.from({ length: maxCircuits }, (_, n) => add(100 + n))
  after(create, ...all)
    .when(add(99))
    .then('LIMIT_REACHED')
})
t.test('is one app for ever', async () => {
  after(create, add(10))
    .when(release(idNumber(3)))
    .then(['ProjectReleased'])
  after(create, add(10), release(idNumber(3)))
    .when(release(idNumber(4)))
    .then('ALREADY_EXISTS')
})
t.test('does not change while it is archived', async () => {
  const refused = [add(10), change({}), release(idNumber(3))]
  for (const wish of refused) after(create, archive).when(wish).then('PROJECT_ARCHIVED')
  after(create, archive).when(archive).then([])
  after(create, archive).when(restore).then(['ProjectRestored'])
  after(create, archive, restore).when(add(10)).then(['ProjectCircuitPut'])
})
t.test('what was never created cannot change', async () => given().when(archive).then('NOT_FOUND'))

import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { bytes32OfId } from './computer-id.ts'
import { quantumComputer, type QuantumComputerCommand, type RegistryEntry } from './computer.ts'

const { given, after } = decider(quantumComputer)
const deviceId = idNamed('device')
const of = { chain: 'local', deviceId, computerId: bytes32OfId(deviceId) }
const entry: RegistryEntry = { operator: `0x${'aB'.repeat(20)}`, capacity: 5, active: true }
const ask = (wanted = entry): QuantumComputerCommand => ({
  ...of,
  type: 'RequestRegistration',
  organisation: idNamed('owner'),
  wanted,
})
const record = (name: string, registered = entry): QuantumComputerCommand => ({
  ...of,
  type: 'RecordRegistration',
  entryId: idNamed(name),
  block: '7',
  registered,
})
const fail: QuantumComputerCommand = {
  ...of,
  type: 'FailRegistration',
  transactionId: idNamed('registration'),
  code: 'REVERTED',
}
const inactive = { ...entry, active: false }

t.test('one thing is asked of the registry at a time', async (t) => {
  given().when(ask()).then(['ComputerRegistrationRequested'])
  after(ask()).when(ask()).then([])
  after(ask()).when(ask(inactive)).then('REGISTRATION_UNDER_WAY')
  given().when(ask(inactive)).then('NOT_FOUND')
  t.match(after(ask(), record('a')).when(ask(inactive)).decision, [{ data: { isNew: false } }])
})

t.test('what is registered is the chain’s word', async (t) => {
  const { state } = after(ask(), record('a'))
  t.strictSame(state.registered, entry)
  t.equal(state.asked, undefined, 'and answers what was asked')
  after(ask(), record('a')).when(record('a')).then([])
  after(ask(), record('a')).when(ask()).then([])
  const other = after(ask(), record('a'), ask(inactive), record('b', { ...entry, capacity: 6 }))
  t.strictSame(other.state.asked?.wanted, inactive, 'another word answers nothing')
  given().when(record('a')).then(['ComputerRegistered'])
})

t.test('what did not come to be may be asked for again', async () => {
  after(ask()).when(fail).then(['ComputerRegistrationFailed'])
  after(ask(), fail).when(ask()).then(['ComputerRegistrationRequested'])
  after(ask(), fail).when(fail).then([])
  after(ask(), record('a')).when(fail).then([])
})

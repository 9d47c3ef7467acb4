import t from 'tap'
import { heard, refused, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { bytes32OfId } from '../../../domain/tokens/staking/computer-id.ts'
import { computerRegistry } from './registry.ts'

const { given } = saga(computerRegistry)
const deviceId = '00000000-0000-4000-8000-0000000000a2'
const computerId = bytes32OfId(deviceId)
const operator = `0x${'aB'.repeat(20)}`
const asked = heard('ComputerRegistrationRequested', {
  ...{ chain: 'local', computerId, transactionId: 'it', isNew: true },
  wanted: { operator, capacity: 5, active: true },
})
const said = (capacity: string, id = computerId) =>
  heard('ChainEntryFinalised', {
    ...{ chain: 'local', entryId: `entry ${capacity}`, block: { number: '7' } },
    arguments: { deviceId: id, operator, capacity },
  })

t.test(
  'what is asked goes to the chain; what the chain says comes back, in its order',
  async () => {
    given()
      .when(asked)
      .then([{ kind: 'register', transactionId: 'it', isNew: true }])
    given(asked).when(said('5')).then([])
    given(asked, said('5'))
      .when(succeeded('register'))
      .then([
        { kind: 'recordRegistered', deviceId, registered: { operator, capacity: 5, active: true } },
      ])
    given(asked, succeeded('register'), said('5')).when(said('6')).then([])
    given(asked, succeeded('register'), said('5'), said('6'))
      .when(succeeded('recordRegistered'))
      .then([{ kind: 'recordRegistered', entryId: 'entry 6' }])
    given(asked, said('5'))
      .when(refused('register', 'NO'))
      .then([{ kind: 'recordRegistered' }])
  },
)

t.test('what is no device of the hub is nobody’s', async () => {
  given()
    .when(said('5', `0x${'1'.repeat(64)}`))
    .then([])
})

t.test('a request that came to nothing is told', async () => {
  const nothing = {
    transactionId: 'it',
    chain: 'local',
    code: 'Paused',
    purpose: { id: computerId },
  }
  given(asked, succeeded('register'))
    .when(heard('TransactionCancelled', nothing))
    .then([{ kind: 'failRegistration', deviceId, transactionId: 'it', code: 'Paused' }])
})

import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import fc from '../../../test/kit/fast-check.ts'
import { isRejection } from '../../shared/rejection.ts'
import { money } from '../../shared/money.ts'
import { qvt } from '../values.ts'
import { bytes32OfId } from './computer-id.ts'
import { slashing, type SlashingCommand } from './slashing.ts'

const { given, after } = decider(slashing)
const slashingId = idNamed('slashing')
const propose: SlashingCommand = {
  type: 'ProposeSlashing',
  slashingId,
  slashId: bytes32OfId(slashingId),
  chain: 'local',
  epoch: 1,
  deviceId: idNamed('device'),
  computerId: bytes32OfId(idNamed('device')),
  organisation: idNamed('owner'),
  operator: `0x${'aB'.repeat(20)}`,
  reservations: 10,
  failed: 3,
  amount: money(20n, qvt),
  policyVersion: '1',
}
const carryOut: SlashingCommand = { type: 'CarryOut' }
const contest: SlashingCommand = { type: 'Contest', reason: 'It was the network.' }
const uphold: SlashingCommand = { type: 'Uphold', reason: 'The log says otherwise.' }
const waive: SlashingCommand = { type: 'Waive', reason: 'It was the network.' }
const slashed: SlashingCommand = {
  type: 'RecordSlashed',
  entryId: idNamed('entry'),
  taken: money(7n, qvt),
}
const fail: SlashingCommand = {
  type: 'FailSlashing',
  transactionId: idNamed('slash'),
  code: 'Paused',
}
const proposed = after(propose)
const late = '2099-01-01T00:00:00.000Z'

t.test('what nobody contests is carried out when its time is over, and not before', async () => {
  after(propose).when(propose).then([])
  proposed.when(carryOut).then([])
  proposed.at(late).when(carryOut).then(['SlashingDue'])
  proposed.at(late).when(contest).then('ILLEGAL_SLASHING_TRANSITION')
  given().when(carryOut).then('NOT_FOUND')
})

t.test('what is contested waits for an operator', async () => {
  const contested = after(propose, contest)
  contested.at(late).when(carryOut).then([])
  contested.when(contest).then([])
  contested.when(uphold).then(['SlashingDue'])
  contested.when(waive).then(['SlashingWaived'])
  after(propose, contest, waive).when(uphold).then('ILLEGAL_SLASHING_TRANSITION')
  after(propose, waive).at(late).when(carryOut).then([])
  after(propose).when(uphold).then('ILLEGAL_SLASHING_TRANSITION')
})

t.test('what the chain was asked for is the chain’s to say', async () => {
  const due = after(propose, contest, uphold)
  due.when(waive).then('ILLEGAL_SLASHING_TRANSITION')
  due.when(uphold).then([])
  due.when(fail).then(['SlashingFailed'])
  due.when(slashed).then(['SlashingCarriedOut'])
  after(propose, contest, uphold, fail).when(uphold).then(['SlashingDue'])
  after(propose, contest, uphold, fail).when(waive).then(['SlashingWaived'])
  after(propose, contest, uphold, slashed).when(slashed).then([])
  after(propose, contest, uphold, slashed).when(waive).then('ILLEGAL_SLASHING_TRANSITION')
})

t.test(
  'whatever is asked in whatever order: carried out once at most, never after it was waived',
  async () => {
    const command = fc.constantFrom(propose, carryOut, contest, uphold, waive, fail)
    fc.assert(
      fc.property(fc.array(fc.tuple(command, fc.boolean()), { maxLength: 25 }), (wishes) => {
        let life = proposed
        for (const [wish, isLate] of wishes) {
          const { decision } = life.at(isLate ? late : '2020-01-01T00:00:00.000Z').when(wish)
          if (!isRejection(decision)) life = given(...life.events, ...decision)
        }
        const types = life.events.map(({ type }) => type)
        const waived = types.indexOf('SlashingWaived')
        const due = types.lastIndexOf('SlashingDue')
        // Between two requests to the chain stands the failure of the first.
        const asked = types.filter((type) => type === 'SlashingDue' || type === 'SlashingFailed')
        return (
          (waived === -1 || due < waived) &&
          asked.every(
            (type, index) => type === (index % 2 === 0 ? 'SlashingDue' : 'SlashingFailed'),
          )
        )
      }),
    )
  },
)
